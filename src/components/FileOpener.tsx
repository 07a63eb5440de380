/** A button that opens files, and the input behind it, labelled by what it takes. */
import type { ButtonProps } from '@mantine/core';
import { type ReactNode, useRef } from 'react';
import classes from './FileOpener.module.css';
import { ReasonedButton } from './ReasonedButton.tsx';

interface Props extends ButtonProps {
  /** What the input takes, for assistive technology: `Source model (.graft)`. */
  readonly takes: string;
  readonly accept?: string;
  readonly multiple?: boolean;
  /** Takes a whole folder, with those in it. */
  readonly folder?: boolean;
  /** Why nothing can be opened now, as a whole sentence. */
  readonly whyNot?: string | null;
  readonly onFiles: (files: readonly File[]) => void;
  readonly children: ReactNode;
}

export function FileOpener({
  takes,
  accept,
  multiple = false,
  folder = false,
  whyNot = null,
  onFiles,
  children,
  ...button
}: Props) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <input
        ref={input}
        type="file"
        aria-label={takes}
        className={classes.input}
        tabIndex={-1}
        accept={accept}
        multiple={multiple}
        {...(folder && { webkitdirectory: '' })}
        disabled={Boolean(button.disabled) || whyNot !== null}
        onChange={(event) => {
          const files = [...(event.currentTarget.files ?? [])];
          // So that the same file can be opened again after it was mended.
          event.currentTarget.value = '';
          if (files.length > 0) onFiles(files);
        }}
      />
      <ReasonedButton {...button} whyNot={whyNot} onClick={() => input.current?.click()}>
        {children}
      </ReasonedButton>
    </>
  );
}
