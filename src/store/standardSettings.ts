/** What a new model is trained with where nobody chose otherwise: it goes by the architecture and by the corpus at hand. */
import { settingsFor } from '../../workers/protocol/architectures/fineTuning.ts';
import { findArchitecture } from '../../workers/protocol/architectures.ts';
import { commonSettings, type TrainingSettings } from '../../workers/protocol/settings.ts';
import { sentencesToLearn } from '../../workers/text/standings.ts';
import { targetCorpus, useCorpora } from './corpora.ts';

type Corpora = Parameters<typeof targetCorpus>[0];

function sentencesIn(corpora: Corpora): number | null {
  const corpus = targetCorpus(corpora);
  return corpus && sentencesToLearn(corpus);
}

/** @param name of the architecture. */
export function standardSettings(name: string, corpora: Corpora = useCorpora.getState()): TrainingSettings {
  const architecture = findArchitecture(name);
  return architecture ? settingsFor(architecture, sentencesIn(corpora)) : commonSettings;
}

/** What puts the standard of the corpora now in the place of what stood at that of before; null where they are the same. */
export function refitting(
  name: string,
  before: Corpora,
  now: Corpora,
): ((settings: TrainingSettings) => TrainingSettings) | null {
  if (sentencesIn(before) === sentencesIn(now)) return null;
  const [old, fresh] = [standardSettings(name, before), standardSettings(name, now)];
  return (settings) => {
    const unchosen = Object.entries(fresh).filter(([key]) => {
      const field = key as keyof TrainingSettings;
      return settings[field] === old[field];
    });
    return { ...settings, ...Object.fromEntries(unchosen) };
  };
}
