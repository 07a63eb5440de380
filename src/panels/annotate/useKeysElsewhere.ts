/** The keys of a panel where the focus is not in its text: after a click on a button, on a list, or on empty space. */
import { useEffect, useRef } from 'react';

/** What the keys of a text read of an event, whoever tells of it. */
export type KeyPress = Pick<
  KeyboardEvent,
  | 'altKey'
  | 'code'
  | 'ctrlKey'
  | 'defaultPrevented'
  | 'key'
  | 'metaKey'
  | 'preventDefault'
  | 'shiftKey'
  | 'stopPropagation'
>;

const textFields = 'input:not([readonly], [type="checkbox"], [type="radio"]), textarea, [contenteditable="true"]';
/** Whatever lies over the page has keys of its own. */
const overlays = '[role="dialog"], [role="menu"]';
const controls = 'a, button, input, select, summary, [role="option"], [role="listbox"], [tabindex]';
/** By these a control is pressed, chosen from and scrolled. */
const keysOfControls = /^( |Enter|Escape|Tab|Home|End|Arrow.*|Page.*)$/;

/** @param onKey told of the keys that the focused element has no use for; what takes one prevents its default. */
export function useKeysElsewhere(onKey: (event: KeyPress) => void): void {
  const latest = useRef(onKey);
  latest.current = onKey;
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (!event.defaultPrevented && !isOwn(event)) latest.current(event);
    };
    document.addEventListener('keydown', listen);
    return () => document.removeEventListener('keydown', listen);
  }, []);
}

/** Whether the element that has the focus means something by the key itself. */
function isOwn({ key, target, ctrlKey, metaKey }: KeyboardEvent): boolean {
  if (!(target instanceof Element)) return false;
  if (target.matches(textFields) || target.closest(overlays)) return true;
  return target.matches(controls) && keysOfControls.test(key) && !((ctrlKey || metaKey) && key === 'Enter');
}
