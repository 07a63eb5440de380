/** A button that opens files, and the input behind it, labelled by what it takes. */
import { Button, type ButtonProps } from '@mantine/core';
import { type ReactNode, useRef } from 'react';
import classes from './FileOpener.module.css';

interface Props extends ButtonProps {
  /** What the input takes, for assistive technology: `Source model (.graft)`. */
  readonly takes: string;
  readonly accept?: string;
  readonly multiple?: boolean;
  readonly onFiles: (files: readonly File[]) => void;
  readonly children: ReactNode;
}

export function FileOpener({ takes, accept, multiple = false, onFiles, children, ...button }: Props) {
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
        disabled={Boolean(button.disabled)}
        onChange={(event) => {
          const files = [...(event.currentTarget.files ?? [])];
          // So that the same file can be opened again after it was mended.
          event.currentTarget.value = '';
          if (files.length > 0) onFiles(files);
        }}
      />
      <Button {...button} onClick={() => input.current?.click()}>
        {children}
      </Button>
    </>
  );
}
