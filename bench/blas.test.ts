import { describe, expect, it } from 'vitest';
import { recogniseBlas } from './blas.ts';

/** PyTorch's configuration, shortened to what could mislead. */
const debian = `PyTorch built with:
  - GCC 12.2
  - Intel(R) MKL-DNN v2.6.3 (Git Hash N/A)
  - LAPACK is enabled (usually provided by MKL)
  - Build settings: BLAS_INFO=generic, BUILD_TYPE=RelWithDebInfo, LAPACK_INFO=generic, TORCH_VERSION=1.13.0, USE_MKLDNN=ON,
`;
const wheel = `PyTorch built with:
  - Intel(R) oneAPI Math Kernel Library Version 2024.2-Product Build 20240605 for Intel(R) 64 architecture applications
  - Intel(R) MKL-DNN v3.13.3 (Git Hash b38f97eb6f2173513112f15a0481750b8a66e901)
  - LAPACK is enabled (usually provided by MKL)
  - Build settings: BLAS_INFO=mkl, BUILD_TYPE=Release, LAPACK_INFO=mkl, TORCH_VERSION=2.15.0, USE_MKL=ON, USE_MKLDNN=ON,
`;
const built = (blas: string) => `PyTorch built with:\n  - Build settings: BLAS_INFO=${blas}, LAPACK_INFO=${blas},\n`;

const debianLibraries = '/usr/lib/x86_64-linux-gnu';
const torchAlone = [`${debianLibraries}/libtorch_cpu.so.1.13`, `${debianLibraries}/libdnnl.so.2.6`];
const reference = [`${debianLibraries}/blas/libblas.so.3.11.0`, `${debianLibraries}/lapack/liblapack.so.3.11.0`];
const openblas = ['libblas.so.3', 'liblapack.so.3', 'libopenblasp-r0.3.21.so'].map(
  (file) => `${debianLibraries}/openblas-pthread/${file}`,
);
const ofNumpy = ['/home/a/venv/lib/python3.12/site-packages/numpy.libs/libscipy_openblas64_-ff651d7f.so'];

describe('the BLAS of PyTorch', () => {
  it.each([
    ['the MKL within the wheels of pip', wheel, [], 'MKL 2024.2'],
    ['MKL, which a BLAS beside it does not change', wheel, [...ofNumpy, ...reference], 'MKL 2024.2'],
    ['OpenBLAS in the place of Debian’s libblas', debian, [...torchAlone, ...openblas], 'OpenBLAS 0.3.21'],
    ['OpenBLAS of conda', built('generic'), ['/opt/conda/lib/libopenblasp-r0.3.27.so'], 'OpenBLAS 0.3.27'],
    ['OpenBLAS in the wheels for ARM', built('open'), ['/a/torch.libs/libopenblasp-r0-56e95da7.3.24.so'], 'OpenBLAS'],
    ['OpenBLAS that is part of the build', built('open'), [], 'OpenBLAS'],
    ['MKL in the place of libblas', built('generic'), ['/usr/lib/x86_64-linux-gnu/libmkl_rt.so'], 'MKL'],
    [
      'BLIS in the place of libblas',
      debian,
      [`${debianLibraries}/blis-openmp/libblas.so.3`, '/a/libblis.so.4'],
      'BLIS 4',
    ],
    ['the library of macOS', built('accelerate'), [], 'Accelerate'],
    ['none where neither build nor process tells', built('generic'), [], 'unknown BLAS'],
  ])('is %s', (_, configuration, loaded, name) => {
    expect(recogniseBlas(configuration, loaded)).toEqual({ name, reference: false });
  });

  it.each([
    ['under Debian', debian, [...torchAlone, ...reference], 'reference BLAS 3.11.0'],
    ['whatever NumPy brings', debian, [...ofNumpy, ...torchAlone, ...reference], 'reference BLAS 3.11.0'],
    [
      'beside an OpenBLAS that gives LAPACK alone',
      debian,
      [reference[0], ...openblas.slice(1)],
      'reference BLAS 3.11.0',
    ],
    ['of another distribution', built('generic'), ['/usr/lib/libblas.so.3'], 'reference BLAS 3'],
  ])('is the reference %s', (_, configuration, loaded, name) => {
    expect(recogniseBlas(configuration, loaded as string[])).toEqual({ name, reference: true });
  });
});
