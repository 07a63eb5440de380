/**
 * The BLAS library of PyTorch. Most of a training step is matrix products. The same PyTorch is many times slower on the
 * reference BLAS than on an optimised one, so a ratio needs the library's name.
 */

export interface Blas {
  /** With its version, where known. */
  readonly name: string;
  /** Netlib's reference BLAS in Fortran, which is not optimised. */
  readonly reference: boolean;
}

/** By file name. A group holds the version. */
const fastLibraries: readonly (readonly [name: string, file: RegExp])[] = [
  ['MKL', /^libmkl_(?:rt|core)\.so(?:\.(\d+))?/],
  ['OpenBLAS', /^lib(?:scipy_)?openblas(?:\w*-r(\d+(?:\.\d+)+))?/],
  ['BLIS', /^libblis(?:\.so\.(\d+(?:\.\d+)*))?/],
  ['ATLAS', /^lib[st]?atlas(?:\.so\.(\d+(?:\.\d+)*))?/],
  ['NVPL', /^libnvpl_blas(?:\w*\.so\.(\d+(?:\.\d+)*))?/],
];

/** Debian installs an optimised library under the reference's name, in the library's own folder. */
const referenceLibrary = /^(?!.*(?:openblas|blis|atlas|mkl)).*\/lib(?:ref)?blas\.so(?:\.(\d+(?:\.\d+)*))?$/;

/** PyTorch's build configuration names a library that is part of it or of the system. */
const builtIn: Readonly<Record<string, string>> = {
  mkl: 'MKL',
  open: 'OpenBLAS',
  nvpl: 'NVPL',
  accelerate: 'Accelerate',
  veclib: 'Accelerate',
};

/**
 * @param configuration What `torch.__config__.show()` prints.
 * @param loaded Paths of the libraries that the process holds; none where the system does not tell.
 */
export function recogniseBlas(configuration: string, loaded: readonly string[]): Blas {
  // MKL is mentioned in any case: "MKL-DNN", "LAPACK is enabled (usually provided by MKL)".
  const mkl = /Math Kernel Library Version (\d+(?:\.\d+)*)/.exec(configuration)?.[1];
  const setting = /\bBLAS(?:_INFO)?=(\w+)/.exec(configuration)?.[1]?.toLowerCase() ?? '';
  if (setting === 'mkl') return fast('MKL', mkl);

  const own = loaded.filter((path) => !isOfNumpy(path));
  const [reference] = matches(own, referenceLibrary);
  if (reference && !(setting in builtIn)) return { name: versioned('reference BLAS', reference[1]), reference: true };

  const files = own.map((path) => path.split('/').at(-1) ?? '');
  for (const [name, pattern] of fastLibraries) {
    const found = matches(files, pattern);
    if (found.length > 0) return fast(name, found.find(([, version]) => version)?.[1]);
  }
  return fast(builtIn[setting] ?? 'unknown BLAS', undefined);
}

const fast = (name: string, version: string | undefined): Blas => ({
  name: versioned(name, version),
  reference: false,
});

const versioned = (name: string, version: string | undefined) => (version ? `${name} ${version}` : name);

const matches = (texts: readonly string[], pattern: RegExp) =>
  texts.map((text) => pattern.exec(text)).filter((found) => found !== null);

/** NumPy and SciPy have a BLAS of their own, loaded in the process beside PyTorch's. */
const isOfNumpy = (path: string) => /\/(numpy|scipy)(\.libs)?\//.test(path);
