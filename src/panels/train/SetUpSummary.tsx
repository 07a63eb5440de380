/** What Start training would do, at a glance: the model, what it learns from and what is new. */
import { Group, Text } from '@mantine/core';
import { architectureLabel } from '../../../workers/protocol/architectures.ts';
import type { BackendInfo } from '../../../workers/protocol/engine.ts';
import { count } from '../../charts/figures.ts';
import { CategoryChip } from '../../components/CategoryChip.tsx';
import { useBackend } from '../../store/backend.ts';
import { useTargetCorpus } from '../../store/corpora.ts';
import { useSourceModel } from '../../store/models.ts';
import { useAdaptation, useSetup } from '../../store/setup.ts';
import { backendLabels } from './backendLabels.ts';
import classes from './TrainPanel.module.css';

/** A device may call itself by its backend's name already. */
function describeBackend({ name, device }: BackendInfo): string {
  const label = backendLabels[name];
  return device.startsWith(label) ? device : `${label}, ${device}`;
}

function Item({ label, children }: { readonly label: string; readonly children: React.ReactNode }) {
  return (
    <div className={classes.item}>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </div>
  );
}

export function SetUpSummary() {
  const chosen = useSetup((state) => state.architecture);
  const seed = useSetup((state) => state.seed);
  const adaptation = useAdaptation();
  const corpus = useTargetCorpus();
  const source = useSourceModel();
  const backend = useBackend((state) => state.info);
  const architecture = adaptation ? source?.architecture : chosen;
  return (
    <dl className={classes.summary}>
      {architecture && <Item label="Architecture">{architectureLabel(architecture)}</Item>}
      <Item label="Starts from">{adaptation ? (source?.name ?? 'no source model yet') : 'random weights'}</Item>
      <Item label="Learns from">
        {corpus ? `${corpus.name}, ${count(corpus.parts.train.sentences)} sentences` : 'no corpus yet'}
      </Item>
      {adaptation && (
        <Item label="New categories">
          {adaptation.newCategories.length === 0 ? (
            'none'
          ) : (
            <Group gap={6} component="span">
              {adaptation.newCategories.map((category) => (
                <CategoryChip key={category} category={category} />
              ))}
            </Group>
          )}
        </Item>
      )}
      <Item label="Seed">
        <Text span inherit className={classes.figures}>
          {seed}
        </Text>
      </Item>
      <Item label="Computes on">{backend ? describeBackend(backend) : 'being chosen'}</Item>
    </dl>
  );
}
