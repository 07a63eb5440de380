/** Declared fields as a form. What they are called, what they take and what they mean stands in their declarations alone. */
import { NumberInput, Select, SimpleGrid, Switch, Text, UnstyledButton } from '@mantine/core';
import { useEffect, useState } from 'react';
import type { Field, FieldValue, NumberField } from '../../workers/protocol/fields.ts';
import type { ChosenField } from '../store/chosenFields.ts';
import classes from './FieldForm.module.css';

export interface FormField extends ChosenField {
  /** What is likely to go wrong with this value. */
  readonly warning?: string | undefined;
  /** Why the field has no effect beside the others as they are; it is disabled then. */
  readonly idle?: string | undefined;
}

interface FieldFormProps {
  readonly fields: readonly FormField[];
  /** Called with one field's new value at a time, and only with values that the field takes. */
  readonly onChange: (key: string, value: FieldValue) => void;
  readonly disabled?: boolean;
}

interface InputProps<Declared extends Field> {
  readonly field: Declared;
  readonly value: FieldValue;
  readonly description: React.ReactNode;
  readonly disabled: boolean;
  readonly onChange: (value: FieldValue) => void;
}

function stepOf(field: NumberField): number {
  if (field.kind === 'integer') return 1;
  if (field.search && 'step' in field.search) return field.search.step;
  return field.maximum <= 1 ? 0.05 : 1;
}

function said(value: FieldValue, field: Field): string {
  if (field.kind === 'choice') return field.choices.find((choice) => choice.value === value)?.label ?? String(value);
  if (field.kind === 'switch') return value ? 'on' : 'off';
  return String(value);
}

/** Keeps what is being typed until it is a number inside the bounds, so that a half-typed figure changes nothing. */
function NumberFieldInput({ field, value, disabled, onChange, description }: InputProps<NumberField>) {
  const [draft, setDraft] = useState<number | string>(Number(value));
  useEffect(() => setDraft(Number(value)), [value]);
  const change = (next: number | string) => {
    setDraft(next);
    const valid = typeof next === 'number' && next >= field.minimum && next <= field.maximum;
    if (valid && next !== value) onChange(next);
  };
  return (
    <NumberInput
      label={field.label}
      description={description}
      value={draft}
      onChange={change}
      onBlur={() => setDraft(Number(value))}
      min={field.minimum}
      max={field.maximum}
      step={stepOf(field)}
      allowDecimal={field.kind === 'number'}
      decimalScale={field.kind === 'integer' ? 0 : 6}
      disabled={disabled}
      styles={{ input: { fontVariantNumeric: 'tabular-nums' } }}
    />
  );
}

function Input(props: InputProps<Field>) {
  const { field, value, description, disabled, onChange } = props;
  if (field.kind === 'choice') {
    return (
      <Select
        label={field.label}
        description={description}
        data={field.choices.map((choice) => ({ ...choice }))}
        value={String(value)}
        onChange={(next) => next !== null && onChange(next)}
        allowDeselect={false}
        disabled={disabled}
      />
    );
  }
  if (field.kind === 'switch') {
    return (
      <Switch
        label={field.label}
        description={description}
        checked={value === true}
        onChange={(event) => onChange(event.currentTarget.checked)}
        disabled={disabled}
        mt={4}
      />
    );
  }
  return <NumberFieldInput {...props} field={field} />;
}

export function FieldForm({ fields, onChange, disabled = false }: FieldFormProps) {
  return (
    <SimpleGrid className={classes.fields} cols={{ base: 1, sm: 2, lg: 3 }} spacing="xl" verticalSpacing="lg">
      {fields.map(({ key, field, value, standard, warning, idle }) => {
        const off = disabled || idle !== undefined;
        const description = (
          <>
            {field.help} {idle}
            {value !== standard && !idle && (
              <UnstyledButton
                fz="inherit"
                td="underline"
                c="var(--mantine-color-text)"
                disabled={off}
                aria-label={`${field.label}: back to ${said(standard, field)}`}
                onClick={() => onChange(key, standard)}
              >
                Back to {said(standard, field)}
              </UnstyledButton>
            )}
            {/* Not an error: the value is taken. */}
            {warning && (
              <Text span display="block" fz="inherit" c="light-dark(#7a4f00, #e8c24a)" fw={550}>
                {warning}
              </Text>
            )}
          </>
        );
        const input = { field, value, description, disabled: off };
        return <Input key={key} {...input} onChange={(next) => onChange(key, next)} />;
      })}
    </SimpleGrid>
  );
}
