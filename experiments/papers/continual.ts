/**
 * CoNLL-2003 learned type by type with BERT-base-cased, as CFNER and its successors print it: micro F1, the mean over the
 * steps, by the protocol (FG-PG).
 */
interface Published {
  readonly name: string;
  readonly micro: Readonly<Record<string, number>>;
}

const published = (name: string, one: number, two: number): Published => ({ name, micro: { '1-1': one, '2-1': two } });

export const publishedContinual: readonly Published[] = [
  published('fine-tuning alone', 50.84, 57.45),
  published('self-training', 76.17, 76.65),
  published('ExtendNER', 76.36, 76.66),
  published('CFNER', 80.91, 80.83),
  published('RDP', 82.55, 85.32),
  published('TBCL', 84.27, 86.71),
];

/** BERT-base-cased on everything at once: those papers' own figure is not at hand, this one is of paper 2, Table 3. */
export const bertAtOnce = 91.25;
