/** A table that may be wider than its place: it scrolls there, and can be reached by keyboard when it does. */
import { Box } from '@mantine/core';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import classes from './WideTable.module.css';

interface Props {
  /** What the table holds, for assistive technology. */
  readonly label: string;
  /** In rem; narrower places scroll. */
  readonly minWidth: number;
  readonly children: ReactNode;
}

export function WideTable({ label, minWidth, children }: Props) {
  const box = useRef<HTMLDivElement>(null);
  const [scrolls, setScrolls] = useState(false);
  useEffect(() => {
    const element = box.current;
    if (!element) return;
    const measure = () => setScrolls(element.scrollWidth > element.clientWidth + 1);
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    measure();
    return () => observer.disconnect();
  }, []);
  const reach = scrolls ? { tabIndex: 0, role: 'region', 'aria-label': `${label}, scrolls sideways` } : {};
  return (
    <Box ref={box} className={classes.scroller} {...reach}>
      <div style={{ minWidth: `${minWidth}rem` }}>{children}</div>
    </Box>
  );
}
