/** How many of the words to learn from have a vector: said before the run that depends on it. */
import { Text } from '@mantine/core';
import { describeVectorCoverage } from '../../../workers/text/vectorWords.ts';
import { ProblemAlert } from '../../components/ProblemAlert.tsx';
import { TimedProgress } from '../../components/TimedProgress.tsx';
import { useVectorCoverage } from './useVectorCoverage.ts';

export function VectorCoverage() {
  const looked = useVectorCoverage();
  if (!looked) {
    return (
      <Text size="sm" c="dimmed">
        How many words of the corpus have a vector is said here as soon as there is a corpus.
      </Text>
    );
  }
  const { coverage, problem, progress } = looked;
  if (problem) return <ProblemAlert problem={problem} title="These vectors cannot be used" />;
  return (
    <>
      {progress && <TimedProgress progress={progress} />}
      <Text size="sm" role="status" style={{ overflowWrap: 'anywhere' }}>
        {coverage && describeVectorCoverage(coverage)}
      </Text>
    </>
  );
}
