package io.crawljob.cli.local;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** A manifest's text, from a file or from standard input. */
final class ManifestText {

    private ManifestText() {}

    /** @throws ParameterException if there is none to read; the message says why */
    static String read(CommandSpec command, String file) {
        try {
            return file.equals("-") ? standardInput() : Files.readString(Path.of(file));
        } catch (NoSuchFileException e) {
            throw new ParameterException(command.commandLine(), "there is no file " + file, e);
        } catch (MalformedInputException e) {
            throw new ParameterException(command.commandLine(), file + " is not UTF-8", e);
        } catch (IOException e) {
            throw new ParameterException(
                    command.commandLine(), "%s cannot be read: %s".formatted(file, e.getMessage()), e);
        }
    }

    private static String standardInput() throws IOException {
        try (var in = new FileInputStream(FileDescriptor.in)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
