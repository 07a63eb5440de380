/** Words and patterns that suggest by themselves, before there is any model: typed, or from a file. */
import { Autocomplete, Button, Group, Text, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { type Problem, problemFrom } from '../../../../workers/protocol/errors.ts';
import { readRules, ruleOf } from '../../../../workers/text/suggestionRules.ts';
import { count, counted } from '../../../charts/figures.ts';
import { CategoryChip } from '../../../components/CategoryChip.tsx';
import { FileOpener } from '../../../components/FileOpener.tsx';
import { Fold } from '../../../components/Fold.tsx';
import { ProblemAlert } from '../../../components/ProblemAlert.tsx';
import { addRules, removeRule, removeRules, useSuggesting } from '../../../store/suggesting.ts';
import classes from './Suggestions.module.css';

/** A list from a file may have thousands. */
const mostListed = 200;

export function Rules({ categories }: { readonly categories: readonly string[] }) {
  const rules = useSuggesting((state) => state.rules);
  const [category, setCategory] = useState('');
  const [written, setWritten] = useState('');
  const [problems, setProblems] = useState<readonly Problem[]>([]);
  const add = (event: FormEvent) => {
    event.preventDefault();
    try {
      addRules([ruleOf(category, written)]);
      setWritten('');
      setProblems([]);
    } catch (thrown) {
      setProblems([problemFrom(thrown)]);
    }
  };
  const bring = async (files: readonly File[]) => {
    const told: Problem[] = [];
    for (const file of files) {
      try {
        const read = readRules(new Uint8Array(await file.arrayBuffer()), file.name);
        addRules(read.rules);
        told.push(...read.problems);
      } catch (thrown) {
        told.push(problemFrom(thrown));
      }
    }
    setProblems(told);
  };
  return (
    <>
      <Text size="sm" maw="44rem" mb="xs">
        Wherever these words stand, their category is suggested; what is written in lower case is found however it is
        spelled. Between slashes stands a pattern, such as <code>{'/[A-Z]{2}-\\d+/'}</code>. A file has a category, a
        tab and words in each line.
      </Text>
      <form onSubmit={add}>
        <Group gap="xs" align="flex-end">
          <Autocomplete size="xs" label="Category" data={[...categories]} value={category} onChange={setCategory} />
          <TextInput
            size="xs"
            label="Words, or a pattern"
            value={written}
            onChange={(event) => setWritten(event.currentTarget.value)}
          />
          <Button size="xs" type="submit" variant="default" disabled={category.trim() === '' || written.trim() === ''}>
            Suggest these
          </Button>
          <FileOpener
            takes="Words and patterns (category, tab, words)"
            multiple
            size="xs"
            variant="default"
            onFiles={(files) => void bring(files)}
          >
            Bring a file
          </FileOpener>
        </Group>
      </form>
      {rules.length > 0 && (
        <ul className={classes.rules} aria-label="Words and patterns">
          {[...new Set(rules.map((rule) => rule.category))].map((name) => {
            const own = rules.filter((rule) => rule.category === name);
            const patterns = own.filter(({ isPattern }) => isPattern).length;
            return (
              <li key={name}>
                <CategoryChip category={name} />
                <Text
                  size="sm"
                  span
                  title={own
                    .slice(0, 20)
                    .map(({ words }) => words)
                    .join('\n')}
                >
                  {own.length > patterns && counted(own.length - patterns, 'entry', 'entries')}
                  {own.length > patterns && patterns > 0 && ', '}
                  {patterns > 0 && counted(patterns, 'pattern')}
                </Text>
                <Button
                  size="compact-xs"
                  variant="subtle"
                  color="gray"
                  aria-label={`Remove what suggests ${name}`}
                  onClick={() => removeRules(name)}
                >
                  Remove
                </Button>
                <Fold summary="One by one">
                  <ul aria-label={`What suggests ${name}`}>
                    {own.slice(0, mostListed).map((rule) => (
                      <li key={rule.words}>
                        {rule.isPattern ? `/${rule.words}/` : rule.words}{' '}
                        <Button
                          size="compact-xs"
                          variant="subtle"
                          color="gray"
                          aria-label={`Remove “${rule.words}”`}
                          onClick={() => removeRule(rule)}
                        >
                          Remove
                        </Button>
                      </li>
                    ))}
                  </ul>
                  {own.length > mostListed && (
                    <Text size="xs" c="dimmed">
                      The first {mostListed} of {count(own.length)}.
                    </Text>
                  )}
                </Fold>
              </li>
            );
          })}
        </ul>
      )}
      {problems.slice(0, 5).map((problem) => (
        <ProblemAlert key={`${problem.file} ${problem.line} ${problem.message}`} problem={problem} />
      ))}
    </>
  );
}
