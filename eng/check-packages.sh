#!/usr/bin/env bash
# Packs the libraries, looks into the packages, and uses them from a new project that has nothing else of the repository.
#
#   eng/check-packages.sh [FOLDER]      # where the packages are left: artifacts/packages if none is named
set -euo pipefail
cd "$(dirname "$0")/.."
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1

feed=$(realpath -m "${1:-artifacts/packages}")
mkdir -p "$feed"
rm -f "$feed"/Panther.*.nupkg "$feed"/Panther.*.snupkg

# An artifacts path of its own keeps the usual bin/ and obj/ as they are. In such a build no path of this machine gets into assemblies and symbols.
for project in Panther.Jit Panther.Kernels Panther.Core Panther.Nn; do
  dotnet pack "$project" -c Release -o "$feed" --artifacts-path artifacts/packages-build -p:ContinuousIntegrationBuild=true -v q
done

# Restored into a folder of its own, so that no older package of the same version is taken for this one.
user=$(mktemp -d)
trap 'rm -rf "$user"' EXIT
cp eng/packages/* "$user"
sed -i "s|FEED|$feed|" "$user/nuget.config"
NUGET_PACKAGES="$user/packages" dotnet run --project "$user" -c Release -- "$feed" "$PWD"
