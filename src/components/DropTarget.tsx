/** A part of a panel that files and folders can be dropped on. Where they may go is seen as soon as some are dragged over the page. */
import { Text } from '@mantine/core';
import { type DragEvent, type ReactNode, useEffect, useState } from 'react';
import { droppedFiles, type PathedFile } from '../engine/droppedFiles.ts';
import classes from './DropTarget.module.css';

interface Props {
  /** What is to be dropped, as a call: `Drop the folder of a checkpoint here`. */
  readonly call: string;
  readonly disabled: boolean;
  /** How deep folders are gone through, see `droppedFiles`. */
  readonly depth?: number;
  readonly onFiles: (files: readonly PathedFile[]) => void;
  readonly children: ReactNode;
}

const holdsFiles = (event: { readonly dataTransfer: DataTransfer | null }) =>
  event.dataTransfer?.types.includes('Files') ?? false;

export function DropTarget({ call, disabled, depth, onFiles, children }: Props) {
  const dragged = useFilesOverPage();
  const [over, setOver] = useState(false);
  const allow = (event: DragEvent) => {
    if (disabled || !holdsFiles(event)) return;
    event.preventDefault();
    setOver(true);
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the file inputs within do the same by keyboard.
    <div
      className={classes.target}
      data-dragged={(dragged && !disabled) || undefined}
      data-over={(over && dragged && !disabled) || undefined}
      onDragEnter={allow}
      onDragOver={allow}
      onDragLeave={({ currentTarget, relatedTarget }) => {
        if (!currentTarget.contains(relatedTarget as Node | null)) setOver(false);
      }}
      onDrop={(event) => {
        if (disabled || !holdsFiles(event)) return;
        event.preventDefault();
        setOver(false);
        void droppedFiles(event.dataTransfer, depth).then((files) => files.length > 0 && onFiles(files));
      }}
    >
      {children}
      {dragged && !disabled && (
        <div className={classes.call} aria-hidden>
          <Text fw={600}>{call}</Text>
        </div>
      )}
    </div>
  );
}

/** Whether files are being dragged over the page, wherever. */
function useFilesOverPage(): boolean {
  const [dragged, setDragged] = useState(false);
  useEffect(() => {
    const enter = (event: globalThis.DragEvent) => holdsFiles(event) && setDragged(true);
    const leave = (event: globalThis.DragEvent) => event.relatedTarget === null && setDragged(false);
    const end = () => setDragged(false);
    document.addEventListener('dragenter', enter);
    document.addEventListener('dragleave', leave);
    document.addEventListener('drop', end);
    return () => {
      document.removeEventListener('dragenter', enter);
      document.removeEventListener('dragleave', leave);
      document.removeEventListener('drop', end);
    };
  }, []);
  return dragged;
}
