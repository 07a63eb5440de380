/** Honest about what is not there yet, and about what to do until then. */
import { IconHighlight } from '@tabler/icons-react';
import { EmptyPanel } from '../../components/EmptyPanel.tsx';
import { Panel } from '../../components/Panel.tsx';

export function AnnotatePanel() {
  return (
    <Panel title="Annotate">
      <EmptyPanel icon={IconHighlight} title="Annotating comes in a later version" demo={false}>
        Sentences will be marked here, with the model’s own suggestions to accept or correct. Until then, annotate
        elsewhere (doccano, Prodigy, Label Studio and INCEpTION all export formats that Graft reads) and import the
        result in Corpus.
      </EmptyPanel>
    </Panel>
  );
}
