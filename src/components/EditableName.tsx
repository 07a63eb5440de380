/** A name that can be changed where it stands: the pencil, or Enter on it; Enter keeps the new one, Escape the old. */
import { ActionIcon, TextInput, Title, Tooltip } from '@mantine/core';
import { IconPencil } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import classes from './EditableName.module.css';

interface Props {
  readonly name: string;
  /** What is named: `corpus`. */
  readonly what: string;
  /** Names that are not free. */
  readonly taken: readonly string[];
  readonly disabled?: boolean;
  /** Where the name is shown beside this already, the pencil alone. */
  readonly bare?: boolean;
  readonly onRename: (name: string) => void;
}

export function EditableName({ name, what, taken, disabled = false, bare = false, onRename }: Props) {
  const [draft, setDraft] = useState<string | null>(null);
  const pencil = useRef<HTMLButtonElement>(null);
  const back = useRef(false);
  useEffect(() => {
    if (draft !== null || !back.current) return;
    back.current = false;
    pencil.current?.focus();
  }, [draft]);

  if (draft === null) {
    return (
      <div className={classes.row}>
        {!bare && (
          <Title order={2} className={classes.name} title={name}>
            {name}
          </Title>
        )}
        <Tooltip label={`Rename the ${what}`}>
          <ActionIcon
            ref={pencil}
            variant="subtle"
            color="gray"
            size="lg"
            aria-label={`Rename the ${what}`}
            disabled={disabled}
            onClick={() => setDraft(name)}
          >
            <IconPencil size={17} aria-hidden />
          </ActionIcon>
        </Tooltip>
      </div>
    );
  }
  const wanted = draft.trim();
  const error =
    wanted === '' ? 'It needs a name.' : wanted !== name && taken.includes(wanted) ? 'This name is taken.' : null;
  const close = () => {
    back.current = true;
    setDraft(null);
  };
  const keep = () => {
    if (!error && wanted !== name) onRename(wanted);
  };
  return (
    <TextInput
      aria-label={`New name of the ${what}`}
      value={draft}
      error={error}
      autoFocus
      onFocus={(event) => event.currentTarget.select()}
      onChange={(event) => setDraft(event.currentTarget.value)}
      onKeyDown={(event) => {
        if (event.key === 'Enter' && !error) {
          // The focus goes back to the pencil at once, which would take the same key for a press.
          event.preventDefault();
          keep();
          close();
        }
        if (event.key === 'Escape') {
          event.stopPropagation();
          close();
        }
      }}
      onBlur={() => {
        keep();
        setDraft(null);
      }}
      w={{ base: '100%', xs: 300 }}
      maw="100%"
    />
  );
}
