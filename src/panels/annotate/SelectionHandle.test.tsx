import { MantineProvider } from '@mantine/core';
import { act, fireEvent, render, screen } from '@testing-library/react';
import { beforeEach, expect, it } from 'vitest';
import { takeUp } from '../../engine/annotating.ts';
import { fakeStudio } from '../../engine/fake.ts';
import { setStudio } from '../../engine/studio.ts';
import { useAnnotating } from '../../store/annotating.ts';
import { targetCorpus, useCorpora } from '../../store/corpora.ts';
import { bringCorpus, emptyPage } from '../../testing.ts';
import { DocumentText } from './DocumentText.tsx';
import { onSelected } from './marking.ts';

const text = () => screen.getByRole('textbox', { name: 'Text of the document' });
const word = (token: number) => text().querySelector(`[data-token="${token}"]`) ?? expect.fail('no word');
const finger = { pointerId: 5, pointerType: 'touch' };

/** Which the stand-in for a browser does not have. */
class Pointer extends MouseEvent {
  readonly pointerId: number;
  readonly pointerType: string;
  constructor(type: string, { pointerId = 0, pointerType = '', ...others }: PointerEventInit = {}) {
    super(type, others);
    this.pointerId = pointerId;
    this.pointerType = pointerType;
  }
}

/** What holds on to the finger: its events go there, as long as it is on the page. */
let held: Element | null = null;
/** What the finger is over. */
let over: Element | null = null;

function Text() {
  const { document } = useAnnotating();
  return (
    <MantineProvider env="test">
      {document && <DocumentText {...{ document, onSelected }} onKeyDown={() => {}} describedBy="keys" />}
    </MantineProvider>
  );
}

beforeEach(async () => {
  Object.assign(window.document.defaultView ?? {}, { PointerEvent: Pointer });
  Element.prototype.setPointerCapture = function (this: Element) {
    held = this;
  };
  window.document.elementFromPoint = () => over;
  setStudio(fakeStudio(0));
  emptyPage();
  await bringCorpus();
  await takeUp(targetCorpus(useCorpora.getState()) ?? expect.fail('no corpus'));
  render(<Text />);
  fireEvent.pointerDown(word(1), finger);
  fireEvent.pointerUp(word(1), finger);
  fireEvent.mouseUp(word(1));
});

function move(token: number): void {
  over = word(token);
  const target = held?.isConnected ? held : over;
  fireEvent.pointerMove(target, finger);
}

it('goes with the finger over as many words as it likes, and back', () => {
  fireEvent.pointerDown(text().querySelector('[data-end="end"]') ?? expect.fail('no handle'), finger);
  for (const [token, selected] of [
    [2, { anchor: 1, caret: 2 }],
    [4, { anchor: 1, caret: 4 }],
    [3, { anchor: 1, caret: 3 }],
    [0, { anchor: 1, caret: 3 }],
  ] as const) {
    move(token);
    expect(useAnnotating.getState().selection).toEqual(selected);
  }
});

it('marks when it is let go, where a category sticks', () => {
  act(() => useAnnotating.setState({ sticky: 'Town' }));
  fireEvent.pointerDown(text().querySelector('[data-end="end"]') ?? expect.fail('no handle'), finger);
  move(3);
  expect(useAnnotating.getState().undo).toHaveLength(0);
  fireEvent.pointerUp(held ?? expect.fail('nothing holds'), finger);
  expect(useAnnotating.getState().undo).toHaveLength(1);
  move(5);
  expect(useAnnotating.getState().selection?.caret).toBe(3);
});
