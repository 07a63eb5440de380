/** What looks like an entity and is none: plans, devices, codes, weekdays. They are never annotated. */
import { type Choice, words } from './choice.ts';

export type Domain = 'broadband' | 'energy';

export const companyNames: Readonly<Record<Domain, string>> = {
  broadband: 'Tarnwave',
  energy: 'Kestrel Dale Energy',
};

/** The short name that customers use as well. */
export const companyShortNames: Readonly<Record<Domain, string>> = {
  broadband: 'Tarnwave',
  energy: 'Kestrel Dale',
};

export const plans: Readonly<Record<Domain, Choice>> = {
  broadband: {
    seen: words('Velocity 300, FibreMax, Essential Talk, Family Bundle, Swift 80, Weekend Extra, HomeTalk Plus', /,/),
    heldOut: words('Giga Unlimited, Student Saver, Velocity 900, Roam Free', /,/),
  },
  energy: {
    seen: words('Evergreen Fix, Standard Variable, Night Owl, Dual Saver, Winter Guard, Flexi Tracker, Fixed 24', /,/),
    heldOut: words('Sunrise Export, Heat Pump Plus, Fixed 36, Carbon Zero', /,/),
  },
};

export const devices: Readonly<Record<Domain, Choice>> = {
  broadband: {
    seen: words('Hub 4, VR-2200-X, Mesh Pod, NX 510 router, Smart Hub Mini, TV Box 2, WX-18 extender', /,/),
    heldOut: words('VR-3100-Z, Hub 6 Pro, QX 77 router, Airpoint Duo', /,/),
  },
  energy: {
    seen: words('SM-4 smart meter, Glow display, Liberty 100, EM-22-K, ThermoLink, G4 gas meter, Heatkeeper 2', /,/),
    heldOut: words('SM-7 smart meter, Ember display, KM-48-T, HomeSense 3', /,/),
  },
};

export const weekdays = words('Monday Tuesday Wednesday Thursday Friday Saturday Sunday');
export const months = words('January February March April May June July August September October November December');
