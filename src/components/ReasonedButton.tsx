/** A button that says why it cannot be pressed: it stays in reach of pointer and keyboard, and tells. */
import { Button, type ButtonProps, Tooltip, VisuallyHidden } from '@mantine/core';
import { type MouseEvent, type ReactNode, useId } from 'react';

interface Props extends ButtonProps {
  /** A whole sentence; null where it can be pressed. */
  readonly whyNot: string | null;
  readonly onClick: (event: MouseEvent<HTMLElement>) => void;
  readonly children: ReactNode;
}

export function ReasonedButton({ whyNot, onClick, children, ...button }: Props) {
  const reason = useId();
  const can = whyNot === null;
  // The same button all along: another one would lose the focus.
  return (
    <>
      {/* For the eye alone: what is hidden below says it to a screen reader, and stands within the page's landmarks. */}
      <Tooltip aria-hidden label={whyNot} multiline maw="20rem" disabled={can}>
        <Button
          {...button}
          {...(can ? { onClick } : { 'data-disabled': true, 'aria-disabled': true, 'aria-describedby': reason })}
        >
          {children}
        </Button>
      </Tooltip>
      {!can && <VisuallyHidden id={reason}>{whyNot}</VisuallyHidden>}
    </>
  );
}
