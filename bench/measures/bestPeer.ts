/**
 * PyTorch's better number of threads for long work: on a busy machine two threads can take ten times as long as one, and
 * the whole work on both would take long for nothing.
 */
import type { Peer, Peers } from '../peer.ts';
import { type Contestant, lowest, median, takeTurns } from '../timing.ts';

/** By one turn of each, the first. */
export async function bestPeer(peers: Peers, turnOf: (peer: Peer) => Contestant) {
  const turns = Object.entries(peers.cpu).map(([name, peer]) => [name, turnOf(peer)] as const);
  const times = await takeTurns(Object.fromEntries(turns), 1);
  const name = lowest(Object.fromEntries(Object.entries(times).map(([each, all]) => [each, median(all)])));
  return { name, peer: peers.cpu[name] as Peer };
}
