/** Paper 1, Tables 3 to 5: its own corpus (Italian, private), so that only the directions compare. */

export interface PaperRow {
  readonly before: number;
  readonly after: number;
}

/** By task and category; `all` is its row All. */
export const paperUpdates: Readonly<Record<'i' | 'ii' | 'iii', Readonly<Record<string, PaperRow>>>> = {
  i: {
    Address: { before: 0, after: 0 },
    CustomerIdentification: { before: 80.7, after: 79.64 },
    Location: { before: 12.31, after: 12.24 },
    Organization: { before: 69.76, after: 69.75 },
    PaymentInformation: { before: 85.71, after: 86.67 },
    Person: { before: 91.34, after: 93.28 },
    PersonalInformation: { before: 26.67, after: 36.36 },
    Phone: { before: 59.84, after: 56.49 },
    all: { before: 72.5, after: 73.31 },
  },
  ii: {
    Address: { before: 0, after: 0 },
    CustomerIdentification: { before: 78.76, after: 89.73 },
    Location: { before: 10.47, after: 10.81 },
    Organization: { before: 63.06, after: 64.24 },
    PaymentInformation: { before: 60.87, after: 60.87 },
    Person: { before: 93.1, after: 94.72 },
    PersonalInformation: { before: 33.33, after: 33.33 },
    Phone: { before: 55.07, after: 69.72 },
    all: { before: 71.1, after: 73.53 },
  },
  iii: {
    Address: { before: 0, after: 79.55 },
    CustomerIdentification: { before: 88.05, after: 87.75 },
    Location: { before: 62.86, after: 67.56 },
    Organization: { before: 79.22, after: 82.81 },
    PaymentInformation: { before: 84.44, after: 85.56 },
    Person: { before: 93.61, after: 94.73 },
    PersonalInformation: { before: 51.02, after: 52.08 },
    Phone: { before: 88.42, after: 88.1 },
    all: { before: 85.1, after: 85.5 },
  },
};
