/** `1 document`, `3 documents`, for messages. */
export const counted = (number: number, what: string) => `${number} ${what}${number === 1 ? '' : 's'}`;
