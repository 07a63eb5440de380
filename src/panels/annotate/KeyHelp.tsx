/** The keys of the annotator, in the text. */
import { Kbd, Table } from '@mantine/core';
import { Fragment } from 'react';
import { demoKey } from '../../components/DemoButton.tsx';

export const keysInShort =
  'Arrows move from word to word, with Shift they select; a category’s key marks, Delete takes away, Ctrl+Enter submits.';

export const fingersInShort = 'Tap a word, or hold it and drag the ends to select several; then tap a category.';

const keys: readonly (readonly [keys: readonly string[], does: string])[] = [
  [['←', '→'], 'to the word before or after; with Shift: select'],
  [['↑', '↓'], 'to the sentence before or after'],
  [['Home', 'End'], 'to the first or last word; with Shift: select'],
  [['1', '…', '9', 'Q', '…'], 'mark the selection, or the word at the caret, or give the span at it another category'],
  [['Shift', '1'], 'show every occurrence of these words in the document; Enter marks them, Esc leaves them'],
  [['['], 'the span at the caret a word shorter'],
  [[']'], 'the span at the caret a word longer'],
  [['Delete'], 'take the span at the caret away'],
  [['Esc'], 'let go of the selection, or of the category that every selection becomes'],
  [['Ctrl', 'Z'], 'undo; with Shift: redo'],
  [['.', ','], 'to the next suggestion, or the one before'],
  [['Enter'], 'accept the suggestion at the caret; a category’s key, [ or ] correct it'],
  [['Backspace'], 'reject the suggestion at the caret'],
  [['Shift', 'Enter'], 'accept all suggestions here that are as sure as the threshold'],
  [['Page up', 'Page down'], 'to the document before or after'],
  [['Ctrl', 'Enter'], 'submit and go on'],
  [['Ctrl', 'Delete'], 'discard the document, or take it back'],
  [[demoKey], 'put the demo back to its start, for the next talk'],
];

export function KeyHelp() {
  return (
    <Table aria-label="Keys" verticalSpacing={4}>
      <Table.Tbody>
        {keys.map(([names, does]) => (
          <Table.Tr key={does}>
            <Table.Th scope="row" style={{ whiteSpace: 'nowrap', fontWeight: 400 }}>
              {names.map((name, index) => (
                <Fragment key={name === '…' ? `${name}${index}` : name}>
                  {name === '…' ? ' … ' : <Kbd mr={4}>{name}</Kbd>}
                </Fragment>
              ))}
            </Table.Th>
            <Table.Td>{does}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}
