import { MantineProvider } from '@mantine/core';
import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState } from 'react';
import { describe, expect, it } from 'vitest';
import { architectureDefaults, type Hyperparameters } from '../../../workers/protocol/hyperparameters.ts';
import { HyperparameterForm } from './HyperparameterForm.tsx';

const defaults = architectureDefaults['bilstm-crf'];
let latest: Hyperparameters = defaults;

function Form() {
  const [value, setValue] = useState(defaults);
  latest = value;
  return (
    <MantineProvider env="test">
      <HyperparameterForm
        architecture="bilstm-crf"
        value={value}
        onChange={(name, next) => setValue((before) => ({ ...before, [name]: next }))}
        group="training"
      />
    </MantineProvider>
  );
}

describe('the hyperparameter form', () => {
  it('shows only the group that was asked for', () => {
    render(<Form />);
    expect(screen.getByLabelText<HTMLInputElement>('Learning rate').value).toBe(String(defaults.learningRate));
    expect(screen.queryByLabelText('Word hidden size')).toBeNull();
  });

  it('warns of a high rate and leads back to the default', async () => {
    render(<Form />);
    const rate = screen.getByLabelText('Learning rate');
    await userEvent.clear(rate);
    await userEvent.type(rate, '0.5');
    expect(latest.learningRate).toBe(0.5);
    expect(screen.getAllByText(/high learning rate for Adam/)).toHaveLength(1);
    await userEvent.click(screen.getByRole('button', { name: `Learning rate: back to ${defaults.learningRate}` }));
    expect(latest.learningRate).toBe(defaults.learningRate);
  });

  it('does not take a value outside the bounds', async () => {
    render(<Form />);
    const epochs = screen.getByLabelText('Epochs');
    await userEvent.clear(epochs);
    await userEvent.type(epochs, '0');
    await userEvent.tab();
    expect(latest.epochs).toBeGreaterThanOrEqual(1);
  });

  it('lets momentum be set for SGD alone', () => {
    render(<Form />);
    expect(screen.getByLabelText<HTMLInputElement>('Momentum').disabled).toBe(true);
  });
});
