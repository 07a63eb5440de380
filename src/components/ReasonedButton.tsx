/** A button that says why it cannot be pressed: it stays in reach of pointer and keyboard, and tells. */
import { Button, type ButtonProps, Tooltip, VisuallyHidden } from '@mantine/core';
import { type ReactNode, useId } from 'react';

interface Props extends ButtonProps {
  /** A whole sentence; null where it can be pressed. */
  readonly whyNot: string | null;
  readonly onClick: () => void;
  readonly children: ReactNode;
}

export function ReasonedButton({ whyNot, onClick, children, ...button }: Props) {
  const reason = useId();
  if (whyNot === null) {
    return (
      <Button {...button} onClick={onClick}>
        {children}
      </Button>
    );
  }
  return (
    <>
      <Tooltip label={whyNot} multiline maw="20rem">
        <Button {...button} data-disabled aria-disabled aria-describedby={reason}>
          {children}
        </Button>
      </Tooltip>
      <VisuallyHidden id={reason}>{whyNot}</VisuallyHidden>
    </>
  );
}
