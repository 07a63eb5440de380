/** Whether an element scrolls sideways, and whether more of it waits at its end. */
import { type RefObject, useEffect, useRef, useState } from 'react';

export interface Sideways {
  readonly ref: RefObject<HTMLDivElement | null>;
  readonly scrolls: boolean;
  readonly more: boolean;
}

export function useSideways(): Sideways {
  const ref = useRef<HTMLDivElement>(null);
  const [scrolls, setScrolls] = useState(false);
  const [more, setMore] = useState(false);
  useEffect(() => {
    const element = ref.current;
    if (!element) return;
    const measure = () => {
      const { scrollWidth, clientWidth, scrollLeft } = element;
      setScrolls(scrollWidth > clientWidth + 1);
      setMore(scrollWidth - clientWidth - Math.abs(scrollLeft) > 1);
    };
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    if (element.firstElementChild) observer.observe(element.firstElementChild);
    element.addEventListener('scroll', measure, { passive: true });
    measure();
    return () => {
      observer.disconnect();
      element.removeEventListener('scroll', measure);
    };
  }, []);
  return { ref, scrolls, more };
}
