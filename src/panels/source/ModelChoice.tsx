/** All models of this session: loaded ones and those that runs made. Any of them can be the next source. */
import { Group, Select } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import { ReasonedButton } from '../../components/ReasonedButton.tsx';
import { chooseSource, removeModel } from '../../engine/models.ts';
import { useModels } from '../../store/models.ts';
import { useRunUnderWay } from '../../store/runs.ts';

export function ModelChoice() {
  const models = useModels((state) => state.models);
  const sourceId = useModels(({ roles }) => roles.source);
  const running = useRunUnderWay();
  if (models.length < (sourceId ? 2 : 1)) return null;
  const whyNot = running ? 'A run is under way: models can be removed when it has ended.' : null;
  return (
    <Group align="flex-end">
      <Select
        label="Source model"
        description="Models that you loaded and models that your runs made."
        placeholder="Choose one"
        data={models.map(({ id, name }) => ({ value: id, label: name }))}
        value={sourceId}
        onChange={(id) => chooseSource(models.find((model) => model.id === id) ?? null)}
        allowDeselect={false}
        disabled={running}
        w={{ base: '100%', xs: 340 }}
      />
      {sourceId && (
        <ReasonedButton
          variant="subtle"
          color="gray"
          leftSection={<IconTrash size={16} aria-hidden />}
          whyNot={whyNot}
          onClick={() => removeModel(sourceId)}
        >
          Remove
        </ReasonedButton>
      )}
    </Group>
  );
}
