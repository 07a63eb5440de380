/**
 * PyTorch's faster number of threads for long work. On a busy machine two threads can take ten times as long as one; a
 * long run on both would be wasted.
 */
import type { Peer, Peers } from '../peer.ts';
import { type Contestant, lowest, median, takeTurns } from '../timing.ts';

/** Chosen by one turn of each. */
export async function bestPeer({ all }: Peers, turnOf: (peer: Peer) => Contestant): Promise<Peer> {
  const times = await takeTurns(Object.fromEntries(all.map((peer) => [peer.name, turnOf(peer)])), 1);
  const best = lowest(Object.fromEntries(Object.entries(times).map(([name, each]) => [name, median(each)])));
  return all.find(({ name }) => name === best) as Peer;
}
