/** Which sizes and settings a random search draws, each from what. The others stay as they are set. */
import { Checkbox, Select, SimpleGrid, Stack, TextInput, UnstyledButton } from '@mantine/core';
import { furtherSearchable, type SearchableField, searchableFields } from '../../store/searchable.ts';
import { setRepeating, setSearchedRange, useSetup } from '../../store/setup.ts';

export function SearchedSettings({ disabled }: { readonly disabled: boolean }) {
  const setup = useSetup();
  const fields = searchableFields(setup);
  return (
    <Stack gap="lg">
      <Checkbox.Group
        label="What is searched"
        description="Each trial draws one of the values: give them with commas between, as in “16, 32, 64”, or as a range with its step, as in “0.1 to 0.8 by 0.1”. At first the papers’ ranges stand here. What is not ticked stays as it is set, here and in Source."
        value={fields.filter(({ searched }) => searched).map(({ key }) => key)}
        onChange={(searched) => setRepeating({ fixed: withFixed(setup.repeating.fixed, fields, searched) })}
      >
        <SimpleGrid cols={{ base: 1, sm: 2, lg: 3 }} spacing="xl" verticalSpacing="md" mt="sm">
          {fields.map((each) => (
            <SearchedSetting key={each.key} searchable={each} disabled={disabled} />
          ))}
        </SimpleGrid>
      </Checkbox.Group>
      <Select
        label="Search another setting"
        description="Any number can be searched. Its values are yours to give: what it is set to stands there first."
        placeholder="Choose one"
        data={furtherSearchable(setup).map(({ key, field }) => ({ value: key, label: field.label }))}
        value={null}
        onChange={(key) => {
          const chosen = furtherSearchable(setup).find((each) => each.key === key);
          if (chosen) setSearchedRange(chosen.key, String(chosen.value));
        }}
        searchable
        disabled={disabled}
        maw="20rem"
      />
    </Stack>
  );
}

/** What other architectures have stays as it was. */
function withFixed(
  fixed: readonly string[],
  fields: readonly SearchableField[],
  searched: readonly string[],
): string[] {
  const here = fields.map(({ key }) => key);
  return [...fixed.filter((key) => !here.includes(key)), ...here.filter((key) => !searched.includes(key))];
}

function SearchedSetting({
  searchable,
  disabled,
}: {
  readonly searchable: SearchableField;
  readonly disabled: boolean;
}) {
  const { key, field, written, standard, fault, searched } = searchable;
  const off = disabled || !searched;
  return (
    <div>
      <Checkbox value={key} label={field.label} disabled={disabled} />
      <TextInput
        aria-label={`Values of ${field.label}`}
        value={written}
        onChange={(event) => setSearchedRange(key, event.currentTarget.value)}
        error={searched && fault}
        disabled={off}
        mt={6}
        inputWrapperOrder={['input', 'error', 'description']}
        description={
          standard !== null && written !== standard ? (
            <UnstyledButton
              fz="inherit"
              td="underline"
              c="var(--mantine-color-text)"
              disabled={off}
              aria-label={`${field.label}: back to ${standard}`}
              onClick={() => setSearchedRange(key, null)}
            >
              Back to {standard}
            </UnstyledButton>
          ) : null
        }
      />
    </div>
  );
}
