import { describe, expect, it } from 'vitest';
import { choosePyTorch, type PyTorch, sayPyTorch } from './peerPython.ts';

const slow: PyTorch = {
  python: '/usr/bin/python3',
  version: '1.13.0a0',
  cuda: null,
  blas: { name: 'reference BLAS 3.11.0', reference: true },
};
const good: PyTorch = {
  python: 'python3',
  version: '2.15.0',
  cuda: null,
  blas: { name: 'MKL 2024.2', reference: false },
};
const asked = ['/usr/bin/python3', 'python3'];

describe('the choice of a PyTorch', () => {
  it('takes the first whose products are fast, past one on the reference BLAS', () => {
    expect(choosePyTorch({ asked, found: [slow, good] })).toBe(good);
    expect(choosePyTorch({ asked, found: [good, slow] })).toBe(good);
  });

  it('refuses one on the reference BLAS and says how to get another', () => {
    const refused = choosePyTorch({ asked, found: [slow] });
    expect(refused).toContain('PyTorch 1.13.0a0 of /usr/bin/python3 is refused as a peer');
    expect(refused).toContain('reference BLAS 3.11.0');
    expect(refused).toContain('GRAFT_PYTHON');
  });

  it('says where it looked when there is none', () => {
    expect(choosePyTorch({ asked, found: [] })).toContain('(asked: /usr/bin/python3, python3)');
  });

  it('is named with its version, its BLAS and its threads', () => {
    expect(sayPyTorch(good, 1)).toBe('PyTorch 2.15.0, MKL 2024.2, 1 thread');
    expect(sayPyTorch(good, 2)).toBe('PyTorch 2.15.0, MKL 2024.2, 2 threads');
  });
});
