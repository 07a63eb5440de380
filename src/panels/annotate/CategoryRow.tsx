/** A category of the palette: its key, what the document holds of it, whether it is looked for, and what annotators go by. */
import { ActionIcon, Checkbox, Kbd, Text, Textarea, Tooltip, UnstyledButton } from '@mantine/core';
import { IconInfoCircle } from '@tabler/icons-react';
import { type KeyboardEvent, useId, useState } from 'react';
import { CategoryChip } from '../../components/CategoryChip.tsx';
import { useAnnotating } from '../../store/annotating.ts';
import { chooseKey } from '../../store/categoryKeys.ts';
import classes from './CategoryPalette.module.css';
import { keyName, keyPressed } from './categoryKeys.ts';

interface Props {
  readonly category: string;
  /** Of the category's key; undefined where there are more categories than keys. */
  readonly code: string | undefined;
  /** `3 found`, `none here`. */
  readonly state: string;
  readonly found: boolean;
  readonly guideline: string;
  /** Whether keys are being given anew. */
  readonly changesKeys: boolean;
  /** The category that has a key. */
  readonly ownerOf: (code: string) => string | undefined;
  readonly onPick: (category: string, everywhere: boolean) => void;
  readonly onGuideline: (category: string, text: string) => void;
}

export function CategoryRow(props: Props) {
  const { category, code, state, found, guideline, changesKeys, ownerOf, onPick, onGuideline } = props;
  const sticky = useAnnotating((each) => each.sticky === category);
  const passedOver = useAnnotating((each) => each.passedOver.includes(category));
  const [open, setOpen] = useState(false);
  const inside = useId();
  return (
    <li>
      <div className={classes.row}>
        {changesKeys ? (
          <KeyChoice category={category} code={code} ownerOf={ownerOf} />
        ) : (
          <UnstyledButton
            className={classes.pick}
            data-sticky={sticky || undefined}
            aria-pressed={sticky}
            aria-keyshortcuts={code && keyName(code).toUpperCase()}
            onClick={(event) => onPick(category, event.shiftKey)}
          >
            <Kbd className={classes.key}>{code ? keyName(code) : ' '}</Kbd>
            <CategoryChip category={category} />
          </UnstyledButton>
        )}
        <Text size="sm" className={classes.state} c={found ? undefined : 'dimmed'}>
          {state}
        </Text>
        <Tooltip label={guideline === '' ? `Write a guideline for ${category}` : guideline} multiline maw="22rem">
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={`Guideline for ${category}`}
            aria-expanded={open}
            aria-controls={open ? inside : undefined}
            onClick={() => setOpen(!open)}
          >
            <IconInfoCircle size={16} aria-hidden opacity={guideline === '' ? 0.45 : 1} />
          </ActionIcon>
        </Tooltip>
        <Checkbox
          aria-label={`I look for ${category}`}
          checked={!passedOver}
          onChange={(event) => lookFor(category, event.currentTarget.checked)}
        />
      </div>
      {open && (
        <Textarea
          id={inside}
          aria-label={`Guideline for ${category}, as text`}
          placeholder="What it is, and what it is not"
          size="xs"
          autosize
          minRows={2}
          maxRows={8}
          mb="xs"
          defaultValue={guideline}
          onBlur={(event) => {
            if (event.currentTarget.value !== guideline) onGuideline(category, event.currentTarget.value);
          }}
        />
      )}
    </li>
  );
}

interface KeyChoiceProps {
  readonly category: string;
  readonly code: string | undefined;
  readonly ownerOf: (code: string) => string | undefined;
}

/** Takes the next letter or digit that is pressed on it. */
function KeyChoice({ category, code, ownerOf }: KeyChoiceProps) {
  const [told, setTold] = useState('');
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const pressed = event.key === 'Delete' || event.key === 'Backspace' ? null : keyPressed(event.code);
    if (pressed === null && event.key !== 'Delete' && event.key !== 'Backspace') return;
    event.preventDefault();
    const owner = pressed === null ? undefined : ownerOf(pressed);
    if (pressed !== null && owner !== undefined && owner !== category) {
      setTold(`${keyName(pressed)} is the key of ${owner}.`);
      return;
    }
    setTold('');
    chooseKey(category, pressed);
  };
  return (
    <div className={classes.choice}>
      <UnstyledButton
        className={classes.pick}
        data-sticky
        aria-label={`Key of ${category}: ${code ? keyName(code) : 'none'}. Press a letter or a digit.`}
        onKeyDown={onKeyDown}
      >
        <Kbd className={classes.key}>{code ? keyName(code) : ' '}</Kbd>
        <CategoryChip category={category} />
      </UnstyledButton>
      {told !== '' && (
        <Text size="xs" c="red" role="alert">
          {told}
        </Text>
      )}
    </div>
  );
}

function lookFor(category: string, on: boolean): void {
  useAnnotating.setState(({ passedOver }) => ({
    passedOver: on ? passedOver.filter((each) => each !== category) : [...passedOver, category],
  }));
}
