/**
 * PyTorch's better number of threads for long work: on a busy machine two threads can take ten times as long as one, and
 * the whole work on both would take long for nothing.
 */
import type { Peer, Peers } from '../peer.ts';
import { type Contestant, lowest, median, takeTurns } from '../timing.ts';

/** By one turn of each, the first. */
export async function bestPeer({ all }: Peers, turnOf: (peer: Peer) => Contestant): Promise<Peer> {
  const times = await takeTurns(Object.fromEntries(all.map((peer) => [peer.name, turnOf(peer)])), 1);
  const best = lowest(Object.fromEntries(Object.entries(times).map(([name, each]) => [name, median(each)])));
  return all.find(({ name }) => name === best) as Peer;
}
