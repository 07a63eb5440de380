/** Which sizes and settings a random search draws, each with its range. The others stay as they are set. */
import { Checkbox, SimpleGrid } from '@mantine/core';
import { type SearchRange, valuesOf } from '../../../workers/text/randomSearch.ts';
import { listed } from '../../listed.ts';
import { searchableFields } from '../../store/repeating.ts';
import { setRepeating, useSetup } from '../../store/setup.ts';

/** `16, 32 or 64`, `0.1 to 0.8 in steps of 0.1`. */
function rangeInWords(range: SearchRange): string {
  if ('from' in range) return `${range.from} to ${range.to} in steps of ${range.step}`;
  return listed(valuesOf(range).map(String)).replace(' and ', ' or ');
}

export function SearchedSettings({ disabled }: { readonly disabled: boolean }) {
  const setup = useSetup();
  const fields = searchableFields(setup);
  const { fixed } = setup.repeating;
  const search = (key: string, searched: boolean) =>
    setRepeating({ fixed: searched ? fixed.filter((each) => each !== key) : [...fixed, key] });
  return (
    <Checkbox.Group
      label="What is searched"
      description="The others stay as they are set, here and in Source."
      value={fields.filter(({ searched }) => searched).map(({ key }) => key)}
    >
      <SimpleGrid cols={{ base: 1, sm: 2, lg: 3 }} spacing="xl" verticalSpacing="sm" mt="sm">
        {fields.map(({ key, field, range }) => (
          <Checkbox
            key={key}
            value={key}
            label={field.label}
            description={rangeInWords(range)}
            disabled={disabled}
            onChange={(event) => search(key, event.currentTarget.checked)}
          />
        ))}
      </SimpleGrid>
    </Checkbox.Group>
  );
}
