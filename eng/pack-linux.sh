#!/usr/bin/env bash
# Packs Panther.Tests, Panther.Bench and two samples, with the .NET runtime, into artifacts/panther-linux-x64.tar.xz.
#
#   eng/pack-linux.sh
#
# The archive runs on any x86-64 Linux with glibc 2.27 or later; it needs no SDK, and for a GPU only NVIDIA's driver. There:
#
#   tar xJf panther-linux-x64.tar.xz && cd panther-linux-x64
#   ./Quickstart --device cuda:0 --input shared/data/china.npy --out china-50.png
#   ./check.sh                                     # every test, on all cores; see there for compute-sanitizer
#   ./Panther.Tests -class Panther.Tests.Nn.TapeMemoryTests   # or some; -method and -namespace select, too, -? lists the options
#   ./Panther.Bench report --suite engine --device cuda --json engine.json
#
# For the yardsticks put cuBLAS on the loader's path first: export LD_LIBRARY_PATH=/folder/of/libcublas
set -euo pipefail
cd "$(dirname "$0")/.."
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1

name=panther-linux-x64
folder=artifacts/$name
rm -rf "$folder" "artifacts/$name.tar.xz"
mkdir -p "$folder"

# One folder for all of them, so that the runtime is there once; an artifacts path of its own keeps the usual bin/ and obj/ as they are.
for project in samples/Quickstart samples/CharTransformer Panther.Bench Panther.Tests; do
  dotnet publish "$project" -c Release -r linux-x64 --self-contained \
    --artifacts-path artifacts/publish -o "$folder" -p:GenerateDocumentationFile=false -p:EnforceCodeStyleInBuild=false \
    -p:CustomAfterMicrosoftCommonTargets="$PWD/eng/pack.targets" -v q
done
# Coverage collectors and debugging aids for other systems, which packages bring along; nothing here loads them.
(cd "$folder" && rm -rf CodeCoverage alpine macos ubuntu x64 x86 arm64 amd64 ??/ ??-*/)

# The real files that some tests and the sample read, where they lie in a folder above the repository; their README states the licences.
for up in .. ../.. ../../..; do
  if [ -d "$up/shared/data" ]; then
    mkdir -p "$folder/shared/data"
    cp "$up"/shared/data/{README.md,china.npy,china.pgm,digits.csv.gz,tinyshakespeare.txt} "$folder/shared/data/"
    chmod -R u+w "$folder/shared"
    break
  fi
done

cp eng/check.sh "$folder/"
git rev-parse HEAD > "$folder/COMMIT"

tar cJf "artifacts/$name.tar.xz" -C artifacts "$name"
ls -l "artifacts/$name.tar.xz"
