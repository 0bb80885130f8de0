# retrowiki in an image of its own: the binary, certificates, and nothing else.
#
#   docker build -t retrowiki .
#   docker run --rm --user "$(id -u)" -v "$PWD:/wiki" retrowiki build
FROM golang:1.26@sha256:595c7847cff97c9a9e76f015083c481d26078f961c9c8dca3923132f51fe12f1 AS build
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY . .
RUN CGO_ENABLED=0 go build -trimpath -buildvcs=false -ldflags="-s -w" -o /out/retrowiki ./cmd/retrowiki \
    && mkdir -m 1777 /out/tmp

FROM scratch
COPY --from=build /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/
COPY --from=build /out/retrowiki /retrowiki
# Where a git URL is cloned to.
COPY --from=build --chmod=1777 /out/tmp /tmp
USER 65532:65532
WORKDIR /wiki
ENTRYPOINT ["/retrowiki"]
