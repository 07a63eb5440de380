/**
 * Which blocks of a long text are drawn: those in view and near it. A block that was drawn leaves its height behind, so that what
 * follows stays where it is.
 */
import { type RefObject, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { Block } from './pieces.ts';

/** Around the view, in pixels. */
const near = 1200;
const lineHeight = 32;
const charactersInLine = 70;
/** Where nothing says what is in view, so few blocks are drawn whole. */
const alwaysDrawn = 4;

export interface ShownBlocks {
  /** Whether it is near the view; other reasons may draw a block too. */
  readonly isNear: (index: number) => boolean;
  /** Of a block that is not drawn, in pixels. */
  readonly heightOf: (index: number) => number;
  /** For the element of each block. */
  readonly watch: (element: HTMLElement | null) => (() => void) | undefined;
}

/** @param held while true, nothing that is drawn goes: the mouse is selecting. */
export function useShownBlocks(
  region: RefObject<HTMLElement | null>,
  blocks: readonly Block[],
  held: RefObject<boolean>,
): ShownBlocks {
  const [shown, setShown] = useState<ReadonlySet<number>>(new Set());
  // biome-ignore lint/correctness/useExhaustiveDependencies: the blocks of another text have other heights.
  const heights = useMemo(() => new Map<number, number>(), [blocks]);
  const observer = useRef<IntersectionObserver | null>(null);
  const waiting = useRef(new Set<HTMLElement>());
  // Without it, as in tests without a screen, everything is drawn.
  const isWatching = typeof IntersectionObserver !== 'undefined' && blocks.length > alwaysDrawn;

  useEffect(() => {
    if (!isWatching) return;
    const watcher = new IntersectionObserver(
      (entries) => {
        setShown((before) => {
          const after = new Set(before);
          for (const { target, isIntersecting, boundingClientRect } of entries) {
            const index = indexOf(target);
            if (isIntersecting) after.add(index);
            else if (!held.current && after.delete(index)) heights.set(index, boundingClientRect.height);
          }
          return after;
        });
      },
      { root: region.current, rootMargin: `${near}px 0px` },
    );
    observer.current = watcher;
    for (const element of waiting.current) watcher.observe(element);
    return () => {
      observer.current = null;
      watcher.disconnect();
    };
  }, [isWatching, region, held, heights]);

  const watch = useCallback((element: HTMLElement | null) => {
    if (!element) return undefined;
    waiting.current.add(element);
    observer.current?.observe(element);
    return () => {
      waiting.current.delete(element);
      observer.current?.unobserve(element);
    };
  }, []);

  return {
    watch,
    isNear: (index) => !isWatching || shown.has(index),
    heightOf: (index) =>
      heights.get(index) ?? Math.ceil((blocks[index]?.characters ?? 0) / charactersInLine) * lineHeight,
  };
}

const indexOf = (element: Element) => Number((element as HTMLElement).dataset.block);
