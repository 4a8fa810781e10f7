FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
WORKDIR /source
# Packages are restored from what names them alone, so that a change of code does not fetch them again.
COPY global.json Directory.Build.props Directory.Packages.props .editorconfig ./
COPY src/Wellbeing.Domain/*.csproj src/Wellbeing.Domain/
COPY src/Wellbeing.Api/*.csproj src/Wellbeing.Api/
COPY src/Wellbeing.Witness/*.csproj src/Wellbeing.Witness/
RUN dotnet restore src/Wellbeing.Api && dotnet restore src/Wellbeing.Witness
COPY src/ src/
RUN dotnet publish src/Wellbeing.Api -c Release --no-restore -p:UseAppHost=false -o /app
RUN dotnet publish src/Wellbeing.Witness -c Release --no-restore -p:UseAppHost=false -o /witness

FROM mcr.microsoft.com/dotnet/aspnet:10.0 AS witness
WORKDIR /app
COPY --from=build /witness .
# A new volume takes owner and mode of what is here.
RUN mkdir -m 700 /var/lib/witness && chown "$APP_UID" /var/lib/witness
EXPOSE 5090
USER $APP_UID
ENTRYPOINT ["dotnet", "wellbeing-witness.dll"]

FROM mcr.microsoft.com/dotnet/aspnet:10.0
WORKDIR /app
COPY --from=build /app .
# A new volume takes owner and mode of what is here.
RUN mkdir -m 700 /var/lib/wellbeing && chown "$APP_UID" /var/lib/wellbeing
ENV ASPNETCORE_HTTP_PORTS=8080 ASPNETCORE_ENVIRONMENT=Production
EXPOSE 8080
# The image's own user without rights, number 1654.
USER $APP_UID
ENTRYPOINT ["dotnet", "Wellbeing.Api.dll"]
