/** A panel that fails must not take the others, or a run, with it. */
import { Button, Group } from '@mantine/core';
import { Component, type ReactNode } from 'react';
import { type Problem, problemFrom } from '../../workers/protocol/errors.ts';
import { ProblemAlert } from '../components/ProblemAlert.tsx';
import { type PanelName, panelTitles } from '../store/view.ts';

interface Props {
  readonly panel: PanelName;
  readonly children: ReactNode;
}

export class PanelBoundary extends Component<Props, { readonly problem: Problem | null }> {
  override state: { readonly problem: Problem | null } = { problem: null };

  static getDerivedStateFromError(thrown: unknown) {
    return { problem: problemFrom(thrown) };
  }

  override render() {
    const { problem } = this.state;
    if (!problem) return this.props.children;
    return (
      <div style={{ padding: '2rem' }}>
        <ProblemAlert problem={problem} title={`The panel ${panelTitles[this.props.panel]} could not be shown`}>
          <Group mt="sm">
            <Button size="xs" variant="default" onClick={() => this.setState({ problem: null })}>
              Show it again
            </Button>
          </Group>
        </ProblemAlert>
      </div>
    );
  }
}
