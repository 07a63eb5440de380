/** Whether a newer studio is kept in the browser already. It starts once no tab has this one. */
import { create } from 'zustand';

export const useNewerStudio = create<{ readonly waits: boolean }>()(() => ({ waits: false }));
