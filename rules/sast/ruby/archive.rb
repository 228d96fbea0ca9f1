require "zip"

def unpack(path, target)
  Zip::File.open(path) do |zip|
    zip.each do |item|
      name = File.join(target, item.name)
      # ruleid: path-traversal
      File.binwrite(name, item.get_input_stream.read)
    end
  end
end

def checked(path, target)
  Zip::File.open(path) do |zip|
    zip.each do |item|
      name = File.expand_path(item.name, target)
      next unless name.start_with?("#{target}/")
      # ok: path-traversal
      File.binwrite(name, item.get_input_stream.read)
    end
  end
end
