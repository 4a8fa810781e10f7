# The product's version, for the label; eng/image passes it. The build breaks where it is not that of Directory.Build.props.
ARG VERSION=

FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
ARG VERSION
# Packages have to be those of packages.lock.json.
ENV CI=true
WORKDIR /source
# Packages are restored from what names them alone, so that a change of code does not fetch them again.
COPY global.json Directory.Build.props Directory.Packages.props .editorconfig ./
RUN test -z "$VERSION" || grep -q "<Version>$VERSION</Version>" Directory.Build.props
COPY .config/ .config/
COPY src/Wellbeing.Domain/*.csproj src/Wellbeing.Domain/packages.lock.json src/Wellbeing.Domain/
COPY src/Wellbeing.Api/*.csproj src/Wellbeing.Api/packages.lock.json src/Wellbeing.Api/
COPY src/Wellbeing.Witness/*.csproj src/Wellbeing.Witness/packages.lock.json src/Wellbeing.Witness/
RUN dotnet restore src/Wellbeing.Api && dotnet restore src/Wellbeing.Witness
COPY src/ src/
COPY eng/publish eng/
RUN dotnet build src/Wellbeing.Api -c Release --no-restore && eng/publish /app
RUN dotnet publish src/Wellbeing.Witness -c Release --no-restore -p:UseAppHost=false -o /witness
# What each program is made of (CycloneDX): in the image at /app/sbom.cdx.json.
COPY eng/sbom eng/
RUN eng/sbom src/Wellbeing.Api/Wellbeing.Api.csproj /app/sbom.cdx.json \
  && eng/sbom src/Wellbeing.Witness/Wellbeing.Witness.csproj /witness/sbom.cdx.json

FROM mcr.microsoft.com/dotnet/aspnet:10.0 AS witness
ARG VERSION
LABEL org.opencontainers.image.title=wellbeing-witness org.opencontainers.image.licenses=Apache-2.0
LABEL org.opencontainers.image.version=$VERSION
WORKDIR /app
COPY --from=build /witness .
# A new volume takes owner and mode of what is here.
RUN mkdir -m 700 /var/lib/witness && chown "$APP_UID" /var/lib/witness
EXPOSE 5090
USER $APP_UID
ENTRYPOINT ["dotnet", "wellbeing-witness.dll"]

FROM mcr.microsoft.com/dotnet/aspnet:10.0 AS wellbeing
ARG VERSION
LABEL org.opencontainers.image.title=wellbeing org.opencontainers.image.licenses=Apache-2.0
LABEL org.opencontainers.image.version=$VERSION
WORKDIR /app
COPY --from=build /app .
# A new volume takes owner and mode of what is here.
RUN mkdir -m 700 /var/lib/wellbeing && chown "$APP_UID" /var/lib/wellbeing
ENV ASPNETCORE_HTTP_PORTS=8080 ASPNETCORE_ENVIRONMENT=Production
EXPOSE 8080
# The image's own user without rights, number 1654.
USER $APP_UID
ENTRYPOINT ["dotnet", "Wellbeing.Api.dll"]
