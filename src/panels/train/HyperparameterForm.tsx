/**
 * The hyperparameters as a form, built from the one table that also gives the command line its help. `group` shows
 * only those that shape the model or only those of training.
 */
import { NumberInput, Select, SimpleGrid, Switch, Text, UnstyledButton } from '@mantine/core';
import { useEffect, useState } from 'react';
import {
  type ArchitectureName,
  architectureDefaults,
  type HyperparameterField,
  type Hyperparameters,
  hyperparameterFields,
  type NumberField,
} from '../../../workers/protocol/hyperparameters.ts';
import { adviseHyperparameters } from './hyperparameterAdvice.ts';

type Key = keyof Hyperparameters;

interface HyperparameterFormProps {
  readonly architecture: ArchitectureName;
  readonly value: Hyperparameters;
  /** Called with one field's new value at a time, and only with values inside its bounds. */
  readonly onChange: <Name extends Key>(key: Name, value: Hyperparameters[Name]) => void;
  readonly group?: HyperparameterField['group'];
  readonly disabled?: boolean;
}

interface FieldProps {
  readonly name: Key;
  readonly value: Hyperparameters[Key];
  readonly standard: Hyperparameters[Key];
  readonly warning: string | undefined;
  readonly disabled: boolean;
  readonly onChange: (value: Hyperparameters[Key]) => void;
}

function stepOf(field: NumberField): number {
  if (field.kind === 'integer') return 1;
  if (field.search && 'step' in field.search) return field.search.step;
  return field.maximum <= 1 ? 0.05 : 1;
}

function said(value: Hyperparameters[Key], field: HyperparameterField): string {
  if (field.kind === 'choice') return field.choices.find((choice) => choice.value === value)?.label ?? String(value);
  if (field.kind === 'switch') return value ? 'on' : 'off';
  return String(value);
}

/** Keeps what is being typed until it is a number inside the bounds, so that a half-typed figure changes nothing. */
function NumberFieldInput({ name, value, warning, disabled, onChange, description }: FieldProps & Described) {
  const field = hyperparameterFields[name] as NumberField;
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
      error={warning}
      errorProps={{ c: 'var(--graft-warning, var(--mantine-color-orange-text))' }}
      styles={{ input: { fontVariantNumeric: 'tabular-nums' } }}
    />
  );
}

interface Described {
  readonly description: React.ReactNode;
}

function Field(props: FieldProps) {
  const { name, value, standard, warning, disabled, onChange } = props;
  const field = hyperparameterFields[name];
  const description = (
    <>
      {field.help}{' '}
      {value !== standard && (
        <UnstyledButton
          fz="inherit"
          td="underline"
          c="var(--mantine-color-text)"
          disabled={disabled}
          aria-label={`${field.label}: back to ${said(standard, field)}`}
          onClick={() => onChange(standard)}
        >
          Back to {said(standard, field)}
        </UnstyledButton>
      )}
    </>
  );
  if (field.kind === 'choice') {
    return (
      <Select
        label={field.label}
        description={description}
        data={field.choices.map((choice) => ({ ...choice }))}
        value={String(value)}
        onChange={(next) => next !== null && onChange(next as Hyperparameters[Key])}
        allowDeselect={false}
        disabled={disabled}
        error={warning}
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
  return <NumberFieldInput {...props} description={description} />;
}

export function HyperparameterForm({
  architecture,
  value,
  onChange,
  group,
  disabled = false,
}: HyperparameterFormProps) {
  const standard = architectureDefaults[architecture];
  const advice = adviseHyperparameters(value);
  const names = (Object.keys(hyperparameterFields) as Key[]).filter(
    (name) => group === undefined || hyperparameterFields[name].group === group,
  );
  if (names.length === 0) return <Text c="dimmed">There is nothing to set here.</Text>;
  return (
    <SimpleGrid cols={{ base: 1, sm: 2, lg: 3 }} spacing="xl" verticalSpacing="lg">
      {names.map((name) => {
        const warning = advice[name];
        return (
          <Field
            key={name}
            name={name}
            value={value[name]}
            standard={standard[name]}
            warning={warning && `${warning.message} ${warning.remedy}`}
            disabled={disabled || (name === 'momentum' && value.optimizer !== 'sgd')}
            onChange={(next) => onChange(name, next)}
          />
        );
      })}
    </SimpleGrid>
  );
}
