/** A long text in pieces that can be tagged one by one: cut between lines, and within a line that is too long between words. */

/** Characters from which on a text is cut. */
export const longText = 6_000;
/** Characters of a piece, more or less. */
const pieceLength = 1_500;
/** Characters that a piece never has more than. */
const mostLength = 3_000;

/** The pieces put together are the text. */
export function piecesOf(text: string): string[] {
  const pieces: string[] = [];
  let piece = '';
  const close = () => {
    if (piece !== '') pieces.push(piece);
    piece = '';
  };
  for (const line of text.match(/[^\n]*\n|[^\n]+$/g) ?? []) {
    if (piece.length + line.length > mostLength) close();
    if (line.length <= mostLength) piece += line;
    else pieces.push(...cutLine(line));
    if (piece.length >= pieceLength) close();
  }
  close();
  return pieces;
}

function cutLine(line: string): string[] {
  const pieces: string[] = [];
  let start = 0;
  while (line.length - start > mostLength) {
    const window = line.slice(start, start + mostLength);
    const sentenceEnd = window.search(/[.!?\u061f\u3002]\s+(?!.*[.!?\u061f\u3002]\s)/su);
    const space = window.lastIndexOf(' ');
    const end = sentenceEnd > pieceLength / 2 ? sentenceEnd + 1 : space > 0 ? space + 1 : wholeLetters(window);
    pieces.push(line.slice(start, start + end));
    start += end;
  }
  pieces.push(line.slice(start));
  return pieces;
}

/** Not between the two halves of a surrogate pair. */
function wholeLetters(window: string): number {
  const last = window.charCodeAt(window.length - 1);
  return last >= 0xd800 && last < 0xdc00 ? window.length - 1 : window.length;
}
