/** What a model finds in a text; null until it has answered. */
import { useEffect, useState } from 'react';
import { type Problem, problemFrom } from '../../../workers/protocol/errors.ts';
import type { TaggedText } from '../../../workers/protocol/evaluation.ts';
import type { ModelSummary } from '../../../workers/protocol/model.ts';
import { studio } from '../../engine/studio.ts';

interface Tagged {
  readonly tagged: TaggedText | null;
  readonly problem: Problem | null;
  /** The text that this is of, which may have changed since. */
  readonly of: string;
}

const nothing: Tagged = { tagged: null, problem: null, of: '' };

/** @param delay milliseconds before the model is asked: what is gone by then is never tagged. */
export function useTagged({ id, kind }: ModelSummary, text: string, delay = 0): Tagged {
  const [answer, setAnswer] = useState<Tagged>(nothing);
  useEffect(() => {
    if (text.trim() === '' || kind === 'tags') {
      setAnswer(nothing);
      return;
    }
    let current = true;
    const timer = setTimeout(() => {
      studio()
        .engine.tagText(id, text)
        .then(
          (tagged) => current && setAnswer({ tagged, problem: null, of: text }),
          (thrown) => current && setAnswer({ tagged: null, problem: problemFrom(thrown), of: text }),
        );
    }, delay);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [id, kind, text, delay]);
  return answer;
}
