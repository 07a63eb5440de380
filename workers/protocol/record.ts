/**
 * Tables by names that people give, such as categories. zod's own record loses a name that every object has
 * (`__proto__`), and a category may be called so.
 */
import { z } from 'zod';

/** An object with any names, each with a value of this form. */
export function recordOf<Value>(value: z.ZodType<Value>): z.ZodType<Record<string, Value>> {
  return z.unknown().transform((input, context): Record<string, Value> => {
    if (typeof input !== 'object' || input === null || Array.isArray(input)) {
      context.addIssue({ code: 'custom', message: 'an object was expected' });
      return z.NEVER;
    }
    const entries: [string, Value][] = [];
    for (const [name, each] of Object.entries(input)) {
      const parsed = value.safeParse(each);
      if (parsed.success) entries.push([name, parsed.data]);
      else
        for (const { message, path } of parsed.error.issues)
          context.addIssue({ code: 'custom', message, path: [name, ...path] });
    }
    // Unlike an assignment this makes every name the object's own.
    return Object.fromEntries(entries);
  }) as unknown as z.ZodType<Record<string, Value>>;
}
