# retrowiki in an image of its own: the binary, certificates, and nothing else.
#
#   docker build -t retrowiki .
#   docker run --rm --user "$(id -u)" -v "$PWD:/wiki" retrowiki build
FROM golang:1.26 AS build
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
