/** The encoders that lie beside the studio: what they are, and a click that fetches one. Nothing where there are none. */
import { Button, Group, Stack, Text } from '@mantine/core';
import { IconDownload, IconTrash } from '@tabler/icons-react';
import { useEffect } from 'react';
import { type OfferedEncoder, sizeOfOffered } from '../../../workers/protocol/offeredEncoder.ts';
import { bytesInWords } from '../../../workers/text/byteSizes.ts';
import { ProblemAlert } from '../../components/ProblemAlert.tsx';
import { TimedProgress } from '../../components/TimedProgress.tsx';
import { bringOffer, findOffers, removeOffer, stopFetching } from '../../engine/offers.ts';
import { useOffers } from '../../store/offers.ts';
import classes from './OfferedEncoders.module.css';

export function OfferedEncoders({ disabled }: { readonly disabled: boolean }) {
  const encoders = useOffers((state) => state.encoders);
  const problem = useOffers((state) => state.problem);
  useEffect(() => void findOffers(), []);
  if (encoders.length === 0) return null;
  return (
    <Stack gap="xs" w="100%">
      <Text size="sm">
        These lie beside the studio. A click fetches one from there; the browser then keeps it, for when there is no
        network.
      </Text>
      <ul className={classes.list} aria-label="Encoders that lie beside the studio">
        {encoders.map((encoder) => (
          <Offer key={encoder.name} encoder={encoder} disabled={disabled} />
        ))}
      </ul>
      {problem && (
        <ProblemAlert
          problem={problem}
          title="The encoder was not fetched"
          onClose={() => useOffers.setState({ problem: null })}
        />
      )}
    </Stack>
  );
}

function Offer({ encoder, disabled }: { readonly encoder: OfferedEncoder; readonly disabled: boolean }) {
  const { name, family, licence, parameters, tagger } = encoder;
  const kept = useOffers((state) => state.kept.includes(name));
  const fetching = useOffers((state) => state.fetching);
  const facts = [
    tagger ? `${family} tagger` : family,
    `${(parameters / 1e6).toFixed(1)} million numbers`,
    bytesInWords(sizeOfOffered(encoder)),
    licence === null ? 'no licence named' : `licence ${licence}`,
  ];
  return (
    <li className={classes.offer}>
      <div className={classes.words}>
        <Text fw={600}>{name}</Text>
        <Text size="sm" c="dimmed">
          {facts.join(' · ')}
        </Text>
      </div>
      {fetching?.name === name ? (
        <div className={classes.progress}>
          <TimedProgress progress={fetching.progress} />
          <Button size="compact-sm" variant="subtle" color="gray" onClick={stopFetching}>
            Stop fetching
          </Button>
        </div>
      ) : (
        <Group gap="xs">
          <Button
            size="sm"
            variant="default"
            leftSection={kept ? null : <IconDownload size={16} aria-hidden />}
            disabled={disabled || fetching !== null}
            aria-label={kept ? `Load ${name}` : `Fetch ${name}`}
            onClick={() => void bringOffer(encoder)}
          >
            {kept ? 'Load' : 'Fetch'}
          </Button>
          {kept && (
            <Button
              size="sm"
              variant="subtle"
              color="gray"
              leftSection={<IconTrash size={16} aria-hidden />}
              disabled={fetching !== null}
              aria-label={`Remove ${name} from this browser`}
              onClick={() => void removeOffer(encoder)}
            >
              Remove from this browser
            </Button>
          )}
        </Group>
      )}
    </li>
  );
}
