/** Paper 4's tables and figures: from a source and without one, what LANER is made of, its label embedding, little data. */
import type { Splits } from '../workers/protocol/corpus.ts';
import { duration } from '../workers/text/duration.ts';
import { above, type Claim, type Comparison } from './claims.ts';
import type { EncoderFacts, Outcome, Outcomes, Section } from './experiment.ts';
import { paperInDomain, paperTransfer } from './papers/laner.ts';
import { figure, mean, meanFigure } from './table.ts';

/** What stands below the tags. */
export type Base = 'bilstm' | 'encoder';

export interface System {
  readonly key: string;
  readonly label: string;
  /** Which sentences of the source it learned. */
  readonly part: 'whole' | 'part';
}

export interface Domain {
  readonly key: string;
  readonly title: string;
  readonly splits: Splits;
}

export interface Laner {
  readonly systems: readonly System[];
  readonly domains: readonly Domain[];
  readonly bases: readonly Base[];
  readonly encoder: EncoderFacts | null;
  readonly labelEmbeddings: readonly number[];
  readonly sizes: readonly number[];
}

/** @param rest such as the seed, `alone` without a source, `of25` for so many sentences. */
export const trialKey = (base: Base, domain: string, system: string, rest: number | string = 1) =>
  `${base}-${domain}-${system}-${rest}`;

const seeds = [1, 2, 3];

export function lanerReport(outcomes: Outcomes, plan: Laner): Section[] {
  return plan.bases.flatMap((base) => {
    const about = new Tables(outcomes, plan, base);
    return [about.transfer(), about.takenAway(), about.alone(), about.categories(), about.embeddings(), about.sizes()];
  });
}

class Tables {
  private readonly over: string;

  constructor(
    private readonly outcomes: Outcomes,
    private readonly plan: Laner,
    private readonly base: Base,
  ) {
    this.over = base === 'bilstm' ? 'over the BiLSTM' : `over ${plan.encoder?.name ?? 'the encoder'}`;
  }

  private outcome(domain: string, system: string, rest?: number | string): Outcome | undefined {
    return this.outcomes.get(trialKey(this.base, domain, system, rest));
  }

  private f1(domain: string, system: string, rest?: number | string): number | undefined {
    return this.outcome(domain, system, rest)?.test.overall.f1;
  }

  private bySeed(domain: string, system: string): (number | undefined)[] {
    return seeds.map((seed) => this.f1(domain, system, seed));
  }

  private systems(part: System['part']): readonly System[] {
    return this.plan.systems.filter((system) => system.part === part);
  }

  /** One system's figure above another's, domain by domain. */
  private stand(one: string, other: string, rest?: string): Comparison[] {
    return this.plan.domains.flatMap(({ key, title }) => {
      const [first, second] = rest
        ? [this.f1(key, one, rest), this.f1(key, other, rest)]
        : [mean(this.bySeed(key, one)), mean(this.bySeed(key, other))];
      return above(title, first, second);
    });
  }

  /** Figures beside the paper's, a column each a domain. */
  private beside(title: string, rows: readonly (readonly string[])[], claims: readonly Claim[]): Section {
    const head = this.plan.domains.flatMap((domain) => [domain.title, `${domain.title} (paper)`]);
    return { title: `${title}, ${this.over}`, table: { head: ['System', ...head], rows }, claims };
  }

  transfer(): Section {
    const { domains } = this.plan;
    const rows = this.systems('whole').map(({ key, label }) => [
      label,
      ...domains.flatMap((domain) => [
        meanFigure(this.bySeed(domain.key, key)),
        figure(paperTransfer[this.base === 'bilstm' && key === 'crf' ? 'lstm-crf' : key]?.[domain.key]),
      ]),
    ]);
    const minutes = [
      'seconds a target',
      ...domains.flatMap(({ key }) => {
        const each = this.systems('whole').map((system) => this.outcome(key, system.key)?.seconds);
        const known = each.filter((seconds) => seconds !== undefined);
        return [known.map((seconds) => duration(seconds)).join(' / ') || figure(undefined), ''];
      }),
    ];
    return this.beside(
      'From CoNLL-2003',
      [...rows, minutes],
      [
        { says: 'LANER stands above the tagger (paper 4, Table 3)', comparisons: this.stand('laner', 'tagger') },
        { says: 'LANER stands above the CRF (paper 4, Table 3)', comparisons: this.stand('laner', 'crf') },
      ],
    );
  }

  takenAway(): Section {
    const rows = this.systems('part').map(({ key, label }) => [
      label,
      ...this.plan.domains.flatMap((domain) => [
        figure(this.f1(domain.key, key)),
        figure(paperTransfer[key === 'laner-part' ? 'laner' : key]?.[domain.key]),
      ]),
    ]);
    return this.beside('What LANER is made of, from a part of CoNLL-2003', rows, [
      {
        says: 'The label background helps (paper 4, Table 3)',
        comparisons: this.stand('laner-part', 'without-background'),
      },
      { says: 'The label context helps (paper 4, Table 3)', comparisons: this.stand('laner-part', 'without-context') },
    ]);
  }

  alone(): Section {
    const rows = this.systems('whole').map(({ key, label }) => [
      label,
      ...this.plan.domains.flatMap((domain) => [
        figure(this.f1(domain.key, key, 'alone')),
        figure(this.base === 'encoder' ? paperInDomain[key]?.[domain.key] : undefined),
      ]),
    ]);
    const gains = this.systems('whole').flatMap(({ key, label }) =>
      this.plan.domains.flatMap((domain) =>
        above(`${label}, ${domain.title}`, mean(this.bySeed(domain.key, key)), this.f1(domain.key, key, 'alone')),
      ),
    );
    return this.beside('The target’s sentences alone', rows, [
      { says: 'LANER stands above the tagger (paper 4, Table 4)', comparisons: this.stand('laner', 'tagger', 'alone') },
      { says: 'What comes from CoNLL-2003 stands above the target alone', comparisons: gains },
    ]);
  }

  categories(): Section {
    const found = this.systems('whole').map(({ key }) => this.outcome('ai', key)?.test.categories ?? {});
    const names = [...new Set(found.flatMap((each) => Object.keys(each)))].sort();
    return {
      title: `ai, by category, ${this.over}`,
      table: {
        head: ['Category', ...this.systems('whole').map(({ label }) => label)],
        rows: [
          ...names.map((name) => [name, ...found.map((each) => figure(each[name]?.f1))]),
          ['all', ...this.systems('whole').map(({ key }) => figure(this.f1('ai', key)))],
        ],
      },
      claims: [
        {
          says: 'LANER is better in most categories (paper 4, Figure 2)',
          comparisons: names.flatMap((name) => above(name, found[2]?.[name]?.f1, found[0]?.[name]?.f1)),
        },
      ],
    };
  }

  embeddings(): Section {
    const { labelEmbeddings } = this.plan;
    const of = (size: number) => this.f1('ai', `embedding${size}`);
    return {
      title: `ai, by the size of the label embedding, from a part of CoNLL-2003, ${this.over}`,
      table: {
        head: ['d₂', ...labelEmbeddings.map(String)],
        rows: [
          ['F1', ...labelEmbeddings.map((size) => figure(of(size)))],
          [
            'parameters',
            ...labelEmbeddings.map((size) => `${this.outcome('ai', `embedding${size}`)?.parameters ?? '–'}`),
          ],
        ],
      },
      claims: [
        {
          says: 'A larger one is better up to 100 (paper 4, Figure 3)',
          comparisons: labelEmbeddings
            .filter((size) => size <= 100)
            .flatMap((size, index, all) =>
              index === 0 ? [] : above(`${size}`, of(size), of(all[index - 1] as number)),
            ),
        },
      ],
    };
  }

  sizes(): Section {
    const { sizes } = this.plan;
    const of = (system: string, size: number) => this.f1('ai', system, `of${size}`);
    return {
      title: `ai, by training sentences, ${this.over}`,
      table: {
        head: ['System', ...sizes.map(String)],
        rows: this.systems('whole').map(({ key, label }) => [label, ...sizes.map((size) => figure(of(key, size)))]),
      },
      claims: [
        {
          says: 'LANER stands above the tagger at every size (paper 4, Figure 4)',
          comparisons: sizes.flatMap((size) => above(`${size} sentences`, of('laner', size), of('tagger', size))),
        },
      ],
    };
  }
}
