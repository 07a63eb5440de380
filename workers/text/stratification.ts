/**
 * Divides what carries labels so that each part gets its share of every label: iterative stratification (Sechidis,
 * Tsoumakas and Vlahavas 2011, "On the stratification of multi-label data"). The rarest label is dealt out first, each
 * time to the part that lacks most of it, since later units can even out a frequent label and never a rare one. Beyond
 * the paper, a unit may carry a label several times, larger units are dealt first, and a part that is full takes no more.
 */
import type { Random } from './random.ts';

export interface LabelledUnit {
  /** What it adds to a part, such as sentences. */
  readonly size: number;
  /** How often it carries each of its labels. */
  readonly labels: ReadonlyMap<string, number>;
}

/** By so much of its share a part may outgrow it for the sake of a label. */
const slack = 0.05;

/** What each part still lacks, and which of the labels stands in it. */
interface Part {
  size: number;
  /** Below this it takes no unit. */
  readonly full: number;
  readonly labels: Map<string, number>;
  readonly units: Map<string, number>;
}

/**
 * The index of the part for each unit. A label of at least as many units as there are parts stands in all of them, unless
 * its units are claimed by several rare labels.
 * @param shares of each part, together 1.
 */
export function stratify(units: readonly LabelledUnit[], shares: readonly number[], random: Random): Int32Array {
  return new Stratification(units, shares).deal(random);
}

class Stratification {
  private readonly parts: readonly Part[];
  private readonly partOf: Int32Array;
  /** The units that carry each label. */
  private readonly carriers = new Map<string, number[]>();
  /** How many of those are yet to be dealt. */
  private readonly left = new Map<string, number>();

  constructor(
    private readonly units: readonly LabelledUnit[],
    shares: readonly number[],
  ) {
    this.partOf = new Int32Array(units.length).fill(-1);
    const totals = new Map<string, number>();
    let size = 0;
    units.forEach((unit, index) => {
      size += unit.size;
      for (const [label, count] of unit.labels) {
        totals.set(label, (totals.get(label) ?? 0) + count);
        const carriers = this.carriers.get(label);
        if (carriers) carriers.push(index);
        else this.carriers.set(label, [index]);
      }
    });
    for (const [label, { length }] of this.carriers) this.left.set(label, length);
    this.parts = shares.map((share) => ({
      size: share * size,
      full: -slack * share * size,
      labels: new Map([...totals].map(([label, total]) => [label, share * total])),
      units: new Map(),
    }));
  }

  deal(random: Random): Int32Array {
    const order = random.shuffle(this.units.map((_, index) => index));
    const place = new Int32Array(this.units.length);
    order.forEach((unit, at) => {
      place[unit] = at;
    });
    const byPlace = (one: number, other: number) => (place[one] as number) - (place[other] as number);
    for (let label = this.rarest(); label !== undefined; label = this.rarest()) {
      const countOf = (unit: number) => this.units[unit]?.labels.get(label as string) ?? 0;
      const waiting = (this.carriers.get(label) ?? []).filter((unit) => this.partOf[unit] === -1);
      waiting.sort((one, other) => countOf(other) - countOf(one) || byPlace(one, other));
      for (const unit of waiting) this.assign(unit, this.partForLabel(label, unit));
      this.left.delete(label);
    }
    const sizeOf = (unit: number) => this.units[unit]?.size ?? 0;
    const unlabelled = order.filter((unit) => this.partOf[unit] === -1);
    unlabelled.sort((one, other) => sizeOf(other) - sizeOf(one) || byPlace(one, other));
    for (const unit of unlabelled)
      this.assign(
        unit,
        this.neediest(this.parts, ({ size }) => size),
      );
    this.spread();
    return this.partOf;
  }

  /** Of the labels that are still to be dealt, the one that the fewest units carry; of equals the first met. */
  private rarest(): string | undefined {
    let rarest: string | undefined;
    for (const [label, count] of this.left) {
      if (count > 0 && (rarest === undefined || count < (this.left.get(rarest) as number))) rarest = label;
    }
    return rarest;
  }

  /** The part that lacks most of the label; where only as many units are left as parts are without it, one of those. */
  private partForLabel(label: string, unit: number): number {
    const { size } = this.units[unit] as LabelledUnit;
    const without = this.parts.filter(({ units }) => !units.has(label));
    const open = this.parts.filter((part) => part.size > 0 || part.size - size >= part.full);
    const choice = (this.left.get(label) ?? 0) <= without.length ? without : open;
    return this.neediest(choice, ({ labels }) => labels.get(label) ?? 0);
  }

  /** Of parts that lack equally much, the one that lacks most sentences. */
  private neediest(parts: readonly Part[], need: (part: Part) => number): number {
    const neediest = parts.reduce((most, part) => {
      const difference = need(part) - need(most);
      return difference > 0 || (difference === 0 && part.size > most.size) ? part : most;
    });
    return this.parts.indexOf(neediest);
  }

  private assign(unit: number, part: number): void {
    this.partOf[unit] = part;
    for (const label of this.units[unit]?.labels.keys() ?? []) this.left.set(label, (this.left.get(label) ?? 0) - 1);
    this.count(unit, part, 1);
  }

  private count(unit: number, index: number, sign: 1 | -1): void {
    const part = this.parts[index] as Part;
    const { size, labels } = this.units[unit] as LabelledUnit;
    part.size -= sign * size;
    for (const [label, count] of labels) {
      part.labels.set(label, (part.labels.get(label) ?? 0) - sign * count);
      const units = (part.units.get(label) ?? 0) + sign;
      if (units > 0) part.units.set(label, units);
      else part.units.delete(label);
    }
  }

  /**
   * A label whose units were all dealt for the sake of rarer labels may be missing in a part. One of its units moves there:
   * one without which no label is missing where it was, if there is one; else one whose other labels are too rare to
   * stand everywhere.
   */
  private spread(): void {
    const isFrequent = (label: string) => (this.carriers.get(label)?.length ?? 0) >= this.parts.length;
    for (const [label, carriers] of this.carriers) {
      if (!isFrequent(label)) continue;
      this.parts.forEach((part, index) => {
        if (part.units.has(label)) return;
        const unit =
          carriers.find((each) => this.mayLeave(each, () => true)) ??
          carriers.find((each) => this.mayLeave(each, isFrequent));
        if (unit === undefined) return;
        this.count(unit, this.partOf[unit] as number, -1);
        this.partOf[unit] = index;
        this.count(unit, index, 1);
      });
    }
  }

  /** Whether the unit's part keeps another one of each of its labels that count. */
  private mayLeave(unit: number, counts: (label: string) => boolean): boolean {
    const { units } = this.parts[this.partOf[unit] as number] as Part;
    const labels = [...(this.units[unit]?.labels.keys() ?? [])];
    return labels.every((label) => (units.get(label) ?? 0) > 1 || !counts(label));
  }
}
