/** What else can be said of a category of the corpus: that the model has another name for it, or that it is left out. */
import { ActionIcon, Menu } from '@mantine/core';
import { IconDots } from '@tabler/icons-react';
import { CategoryChip } from '../../components/CategoryChip.tsx';
import { nameInModel, setKind } from '../../store/setup.ts';

interface Props {
  readonly category: string;
  /** The source model's categories. */
  readonly known: readonly string[];
  /** Whether it is to be learned as new. */
  readonly isNew: boolean;
  readonly disabled: boolean;
}

export function RowMenu({ category, known, isNew, disabled }: Props) {
  const others = known.filter((name) => name !== category);
  return (
    <Menu position="bottom-end" withinPortal width={280}>
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" aria-label={`More for ${category}`} disabled={disabled}>
          <IconDots size={18} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown mah="min(24rem, 70dvh)" style={{ overflowY: 'auto' }}>
        <Menu.Item onClick={() => nameInModel(category, null)}>Leave it out of this corpus</Menu.Item>
        {isNew && <Menu.Label>It is a kind of the model’s …</Menu.Label>}
        {isNew &&
          known.map((name) => (
            <Menu.Item key={`kind ${name}`} aria-label={`a kind of ${name}`} onClick={() => setKind(category, name)}>
              <CategoryChip category={name} />
            </Menu.Item>
          ))}
        {isNew && <Menu.Item onClick={() => setKind(category, null)}>a kind of none</Menu.Item>}
        {others.length > 0 && <Menu.Label>It is the model’s …</Menu.Label>}
        {others.map((name) => (
          <Menu.Item key={name} onClick={() => nameInModel(category, name)}>
            <CategoryChip category={name} />
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
