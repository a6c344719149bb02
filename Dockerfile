# syntax=docker/dockerfile:1
FROM node:20-bookworm-slim AS web
WORKDIR /src/web
COPY web/package.json web/package-lock.json ./
RUN npm ci --no-audit --no-fund
COPY web/ ./
COPY internal/incident/testdata ../internal/incident/testdata
RUN npm run build

FROM golang:1.26-bookworm AS build
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY . .
COPY --from=web /src/web/dist/client web/dist/client
ARG VERSION=dev
RUN CGO_ENABLED=0 go build -trimpath -ldflags "-s -w -X main.version=${VERSION}" -o /incidentmap ./cmd/incidentmap

FROM scratch
COPY --from=build /incidentmap /incidentmap
USER 65534:65534
EXPOSE 8080
ENV INCIDENTMAP_ADDR=0.0.0.0:8080
ENTRYPOINT ["/incidentmap"]
CMD ["serve"]
